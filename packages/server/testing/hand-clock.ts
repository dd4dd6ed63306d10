import type { Clock } from '../src/clock.ts';

/** A clock that only `pass` advances. */
export interface HandClock extends Clock {
  pass(ms: number): void;
}

export function createHandClock(startMs = Date.now()): HandClock {
  let nowMs = startMs;
  return {
    now: () => nowMs,
    monotonic: () => nowMs,
    pass(ms) {
      nowMs += ms;
    },
  };
}
