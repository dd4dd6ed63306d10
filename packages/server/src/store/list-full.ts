import { UploadError } from '@slipway/protocol';

/** A list of tasks has no room, so what needs a task of it cannot start. */
export function listFull(list: string): UploadError {
  return new UploadError('storage-unavailable', {
    message: 'The server is not ready for uploads right now. Try again later.',
    retryAfterMs: 60_000,
    cause: new Error(`The list of tasks "${list}" in the store is full.`),
  });
}
