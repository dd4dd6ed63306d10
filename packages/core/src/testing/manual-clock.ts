import type { Clock } from '../ports/clock.ts';

interface Timer {
  readonly dueMs: number;
  readonly callback: () => void;
}

/** A clock that moves only when the test moves it. */
export interface ManualClock extends Clock {
  /** Timers that have neither fired nor been canceled. */
  readonly pendingTimers: number;
  /** Moves on by `ms` milliseconds and fires due timers in order. */
  advance(ms: number): void;
  /**
   * Waits for a promise. Moves on to the next timer whenever nothing else is left to happen. Returns the result of the
   * promise.
   */
  runUntil<T>(promise: Promise<T>): Promise<T>;
}

/** Creates a clock. @param startMs milliseconds since 1970. @defaultValue a fixed date in 2023 */
export function createManualClock(startMs = 1_700_000_000_000): ManualClock {
  const timers = new Set<Timer>();
  let nowMs = startMs;

  function next(): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of timers) if (!first || timer.dueMs < first.dueMs) first = timer;
    return first;
  }

  function advanceTo(untilMs: number): void {
    for (let timer = next(); timer && timer.dueMs <= untilMs; timer = next()) {
      timers.delete(timer);
      nowMs = Math.max(nowMs, timer.dueMs);
      timer.callback();
    }
    nowMs = Math.max(nowMs, untilMs);
  }

  return {
    get pendingTimers() {
      return timers.size;
    },
    now: () => nowMs,
    setTimer(callback, delayMs) {
      const timer = { dueMs: nowMs + delayMs, callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance: (ms) => advanceTo(nowMs + ms),
    async runUntil(promise) {
      let settled = false;
      const settle = () => {
        settled = true;
      };
      promise.then(settle, settle);
      for (;;) {
        await idle();
        if (settled) return promise;
        const timer = next();
        if (timer) advanceTo(timer.dueMs);
      }
    },
  };
}

/** Lets everything happen that needs no timer. */
async function idle(): Promise<void> {
  for (let turn = 0; turn < 4; turn++) {
    const { port1, port2 } = new MessageChannel();
    await new Promise((resolve) => {
      port1.addEventListener('message', resolve);
      port1.start();
      port2.postMessage(undefined);
    });
    port1.close();
  }
}
