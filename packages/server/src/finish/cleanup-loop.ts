import { type Clock, delay } from '../clock.ts';

/** Cleans up in the background, in a backend that may have no sweeper. */
export interface CleanupLoop {
  /** Call it with every request. It returns at once. */
  keepGoing(): void;
}

/** When the loop cleans up. */
export interface CleanupLoopOptions {
  /** One cleanup. It never rejects. */
  readonly cleanUp: () => Promise<void>;
  readonly clock: Pick<Clock, 'now'>;
  /** How long after the last request a cleanup can still be due, in milliseconds. */
  readonly idleMs: number;
}

/** From one cleanup to the next. */
export const CLEANUP_INTERVAL_MS = 60_000;

/**
 * Makes a loop that begins with the first request and ends when no request has come for a while. So a handler that its
 * owner drops can be garbage-collected, and the loop keeps no process alive.
 */
export function createCleanupLoop({ cleanUp, clock, idleMs }: CleanupLoopOptions): CleanupLoop {
  let lastRequestAt = 0;
  let lastCleanupAt = Number.NEGATIVE_INFINITY;
  let isRunning = false;
  let isCleaning = false;

  const isDue = () => !isCleaning && clock.now() - lastCleanupAt >= CLEANUP_INTERVAL_MS;

  async function cleanUpNow(): Promise<void> {
    lastCleanupAt = clock.now();
    isCleaning = true;
    await cleanUp();
    isCleaning = false;
  }

  async function run(): Promise<void> {
    isRunning = true;
    while (clock.now() - lastRequestAt < idleMs) {
      await delay(CLEANUP_INTERVAL_MS, undefined, { keepsAlive: false });
      if (isDue()) await cleanUpNow();
    }
    isRunning = false;
  }

  return {
    keepGoing() {
      lastRequestAt = clock.now();
      if (isDue()) void cleanUpNow();
      if (!isRunning) void run();
    },
  };
}
