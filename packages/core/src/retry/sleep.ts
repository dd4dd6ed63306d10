import type { Clock } from '../ports/clock.ts';
import { callbackOf } from './callback-of.ts';

/** Waits `delayMs` milliseconds. Rejects with the signal's reason when the signal aborts earlier. */
export function sleep(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
  return callbackOf((wake) => clock.setTimer(wake, delayMs), signal);
}
