import { uploadFiles } from '@better-upload/client';
import type { Contestant } from '../contestant.ts';

const PART_SIZE = 16 * 1024 ** 2;

/**
 * Better Upload. `default` is the first example of its documentation. `tuned` sends six parts of 16 MiB, or six
 * files, at once.
 */
export function betterUpload(settings: 'default' | 'tuned'): Contestant {
  return async () => async (files) => {
    const result = await uploadFiles({
      api: `/api/better-upload-${settings}`,
      route: files.some(({ size }) => size > PART_SIZE) ? 'large' : 'small',
      files: [...files],
      ...(settings === 'tuned' && { multipartBatchSize: 6, uploadBatchSize: 6 }),
    });
    if (result.failedFiles.length > 0) throw new Error('Better Upload failed.');
  };
}
