import { createHttpBackend, createUploader } from '@slipway/core';
import type { Contestant } from '../contestant.ts';

/** Slipway with its defaults. The backend decides how files are stored. */
export function slipway(backend: 'none' | 'crc64nvme' | 'sha256' | 'split' | 'hosts'): Contestant {
  return async () => {
    const uploader = createUploader({
      backend: createHttpBackend({ baseUrl: `/api/slipway-${backend}` }),
    });
    await uploader.warmUp(); // As the widget does when the pointer comes near.
    return async (files) => {
      try {
        await Promise.all(uploader.addAll(files).map(({ completed }) => completed));
      } finally {
        uploader.close();
      }
    };
  };
}
