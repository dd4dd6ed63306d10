import { deferred } from './deferred.ts';

/** Stops waiting for a promise when the signal aborts. The work behind the promise continues. */
export function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort);
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

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
