import { failure } from '../retry/failure.ts';

/** What finds the session of a file. */
export const loadSessionFinder = () => loadScript(() => import('./find-session.ts'));

/**
 * Loads a part of this library that a page needs only once its user uploads something.
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
