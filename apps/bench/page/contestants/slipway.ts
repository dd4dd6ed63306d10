import { createHttpBackend, createUploader } from '@slipway/core';
import type { Contestant } from '../contestant.ts';

/** Slipway as it comes, with the integrity that its backend asks for. */
export function slipway(integrity: 'none' | 'crc64nvme'): Contestant {
  return async (files) => {
    const uploader = createUploader({
      backend: createHttpBackend({ baseUrl: `/api/slipway-${integrity}` }),
    });
    try {
      await Promise.all(uploader.addAll(files).map(({ completed }) => completed));
    } finally {
      uploader.close();
    }
  };
}
