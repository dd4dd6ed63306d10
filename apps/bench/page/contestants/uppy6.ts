import AwsS3 from '@uppy/aws-s3';
import Uppy from '@uppy/core';
import { type Contestant, createBatchSigner, signOne } from '../contestant.ts';

/**
 * Uppy 6. `default` is the first example of its documentation. `tuned` uses parts of 16 MiB and signs in batches.
 */
export function uppy6(settings: 'default' | 'tuned'): Contestant {
  return async () => {
    const sign = settings === 'tuned' ? createBatchSigner() : signOne;
    const uppy = new Uppy().use(AwsS3, {
      signRequest: async (request) => ({ url: await sign(request) }),
      ...(settings === 'tuned' && { getChunkSize: () => 16 * 1024 ** 2 }),
    });
    return async (files) => {
      for (const [i, file] of files.entries())
        uppy.addFile({ name: `${i}-${file.name}`, data: file });
      const result = await uppy.upload();
      uppy.destroy();
      if (result?.failed?.length !== 0) throw new Error('Uppy 6 failed.');
    };
  };
}
