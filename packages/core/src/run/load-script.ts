import { failure } from '../retry/failure.ts';

/** What takes an upload to its object, and knows what to do when something fails. */
export const loadRun = () => loadScript(() => import('./run.ts'));

/** What finds the session of a file. */
export const loadFingerprint = () => loadScript(() => import('../session/fingerprint.ts'));

/**
 * Loads a good part of this library that is of no use to a page until its user uploads something.
 *
 * @throws UploadError `backend-unavailable` when the script cannot be loaded
 */
async function loadScript<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    throw failure('backend-unavailable', { cause });
  }
}
