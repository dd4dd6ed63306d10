import type { Clock } from '../ports/clock.ts';

/** The device's clock. */
export const browserClock: Clock = {
  now: () => Date.now(),
  setTimer(callback, delayMs) {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};
