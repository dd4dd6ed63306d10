import { abortable } from './abortable.ts';
import { deferred } from './deferred.ts';

/**
 * Waits for a callback, and stops when the signal aborts.
 *
 * @param listen passes the callback on, and returns what cancels it
 */
export function callbackOf(
  listen: (callback: () => void) => () => void,
  signal: AbortSignal,
): Promise<void> {
  const { promise, resolve } = deferred<void>();
  return abortable(promise, signal).finally(listen(resolve));
}
