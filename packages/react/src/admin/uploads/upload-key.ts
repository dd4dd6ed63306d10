import type { UploadToAdminister } from '@slipway/protocol';

/** Names an upload among others: several can stand under one key. */
export function uploadKey({ objectKey, uploadId }: UploadToAdminister): string {
  return `${uploadId} ${objectKey}`;
}
