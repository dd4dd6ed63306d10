import type { UploadToAdminister } from '@slipway/protocol';

/** A unique name for an upload: several uploads can have the same object key. */
export function uploadKey({ objectKey, uploadId }: UploadToAdminister): string {
  return `${uploadId} ${objectKey}`;
}
