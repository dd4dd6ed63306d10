import { failure } from '../retry/failure.ts';

/** Loads what only files of several parts need. */
export const loadSeveralParts = () => loadScript(() => import('./several-parts.ts'));

/** Loads what few uploads need. */
export const loadRareCases = () => loadScript(() => import('./rare-cases.ts'));

/**
 * Loads a part of this library that a page needs only when its user uploads something.
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
