import { failure } from '../retry/failure.ts';

/**
 * Loads a good part of this library that is of no use to a page until its user uploads something.
 *
 * @throws UploadError `backend-unavailable` when the script cannot be loaded
 */
export async function loadScript<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    throw failure('backend-unavailable', { cause });
  }
}
