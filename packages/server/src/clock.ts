import { setTimeout as wait } from 'node:timers/promises';

/** The source of the time. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Milliseconds since a fixed moment. For durations, because a corrected system clock must not change them. */
  monotonic(): number;
}

/** The machine's clock. */
export const SYSTEM_CLOCK: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
};

/** One day, in milliseconds. */
export const DAY_MS = 24 * 60 * 60 * 1_000;

/**
 * Resolves after `ms` milliseconds, or as soon as the signal aborts.
 *
 * @param options.keepsAlive whether the timer keeps the process running. @defaultValue true
 */
export async function delay(
  ms: number,
  signal?: AbortSignal,
  { keepsAlive = true }: { readonly keepsAlive?: boolean } = {},
): Promise<void> {
  await wait(ms, undefined, { ...(signal && { signal }), ref: keepsAlive }).catch(() => {});
}
