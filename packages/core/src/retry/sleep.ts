import type { Clock } from '../ports/clock.ts';
import { abortable } from './abortable.ts';
import { deferred } from './deferred.ts';

/** Waits `delayMs` milliseconds. Rejects with the signal's reason when it is aborted before. */
export async function sleep(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = deferred<void>();
  const cancel = clock.setTimer(resolve, delayMs);
  await abortable(promise, signal).finally(cancel);
}
