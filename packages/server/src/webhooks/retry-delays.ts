/** A fifth of each delay is random, in both directions, so that events of one outage do not return all at once. */
const JITTER = 0.2;

const FIRST_SECONDS = 5;
const FACTOR = 4;
const DAY_SECONDS = 24 * 60 * 60;
const RETRIES = 12;

/** Seconds to wait after each failed attempt: 5 and then four times as long each time, up to a day. 5 days in all. */
export const DEFAULT_RETRY_SECONDS: readonly number[] = Array.from({ length: RETRIES }, (_, i) =>
  Math.min(FIRST_SECONDS * FACTOR ** i, DAY_SECONDS),
);

/** How long to wait after that many failures, in milliseconds. `undefined` after the last attempt. */
export function retryDelayMs(
  delaysSeconds: readonly number[],
  failures: number,
  random: () => number,
): number | undefined {
  const seconds = delaysSeconds[failures - 1];
  return seconds === undefined ? undefined : seconds * 1_000 * (1 + JITTER * (2 * random() - 1));
}
