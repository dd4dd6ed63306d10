import { failure } from '../retry/failure.ts';
import type { sendParts } from './send-parts.ts';

/**
 * What sends parts, and knows what to do when that fails: a good part of this library, and of no use to a page until its user
 * uploads something.
 *
 * @throws UploadError `backend-unavailable` when the script cannot be loaded
 */
export async function loadSendParts(): Promise<typeof sendParts> {
  try {
    return (await import('./send-parts.ts')).sendParts;
  } catch (cause) {
    throw failure('backend-unavailable', { cause });
  }
}
