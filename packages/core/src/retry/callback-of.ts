import { abortable } from './abortable.ts';
import { deferred } from './deferred.ts';

/**
 * Waits for a callback. Stops waiting when the signal aborts.
 *
 * @param listen registers the callback, and returns a function that cancels it
 */
export function callbackOf(
  listen: (callback: () => void) => () => void,
  signal: AbortSignal,
): Promise<void> {
  const { promise, resolve } = deferred<void>();
  return abortable(promise, signal).finally(listen(resolve));
}
