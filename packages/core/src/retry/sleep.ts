import type { Clock } from '../ports/clock.ts';
import { abortable } from './abortable.ts';

/** Waits `delayMs` milliseconds. Rejects with the signal's reason when it is aborted before. */
export async function sleep(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
  let cancel: (() => void) | undefined;
  const elapsed = new Promise<void>((resolve) => {
    cancel = clock.setTimer(resolve, delayMs);
  });
  try {
    await abortable(elapsed, signal);
  } finally {
    cancel?.();
  }
}
