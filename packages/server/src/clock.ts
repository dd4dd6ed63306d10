import { setTimeout as wait } from 'node:timers/promises';

/** Where the service reads the time. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Milliseconds since some fixed moment: for durations, which a corrected system clock must not change. */
  monotonic(): number;
}

/** The machine's own time. */
export const SYSTEM_CLOCK: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
};

/** One day, in milliseconds. */
export const DAY_MS = 24 * 60 * 60 * 1_000;

/**
 * Resolves after `ms` milliseconds, or as soon as the signal aborts.
 *
 * @param options.keepsAlive whether the process keeps running for it. @defaultValue true
 */
export async function delay(
  ms: number,
  signal?: AbortSignal,
  { keepsAlive = true }: { readonly keepsAlive?: boolean } = {},
): Promise<void> {
  await wait(ms, undefined, { ...(signal && { signal }), ref: keepsAlive }).catch(() => {});
}
