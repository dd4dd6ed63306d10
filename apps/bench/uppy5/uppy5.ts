import AwsS3 from '@uppy/aws-s3';
import Uppy from '@uppy/core';
import { type Contestant, createBatchSigner, signOne } from '../page/contestant.ts';

/**
 * Uppy 5. `default` is the first example of its documentation. `tuned` uses parts of 16 MiB and signs in batches.
 */
export function uppy5(settings: 'default' | 'tuned'): Contestant {
  return async () => {
    const sign = settings === 'tuned' ? createBatchSigner() : signOne;
    const uppy = new Uppy().use(AwsS3, {
      shouldUseMultipart: ({ size }) => (size ?? 0) > 100 * 1024 ** 2,
      ...(settings === 'tuned' && { getChunkSize: () => 16 * 1024 ** 2 }),
      async getUploadParameters({ id }) {
        return { method: 'PUT', url: await sign({ method: 'PUT', key: id }) };
      },
      async createMultipartUpload({ id: key }) {
        const created = await fetch(await sign({ method: 'POST', key }), { method: 'POST' });
        const uploadId = /<UploadId>(.+)<\/UploadId>/.exec(await created.text())?.[1] ?? '';
        return { uploadId, key };
      },
      async signPart(_file, { key, uploadId, partNumber }) {
        return { url: await sign({ method: 'PUT', key, uploadId, partNumber }) };
      },
      listParts: async () => [],
      async completeMultipartUpload(_file, { key, uploadId }) {
        await fetch(await sign({ method: 'POST', key, uploadId }), { method: 'POST' });
        return {};
      },
      async abortMultipartUpload() {},
    });
    return async (files) => {
      for (const [i, file] of files.entries())
        uppy.addFile({ name: `${i}-${file.name}`, data: file });
      const result = await uppy.upload();
      uppy.destroy();
      if (result?.failed?.length !== 0) throw new Error('Uppy 5 failed.');
    };
  };
}
