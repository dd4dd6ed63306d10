import type { Random } from '../ports/random.ts';

const FIRST_MS = 500;
const LARGEST_MS = 30_000;
/** A server that asks for more is not heard: the user would see nothing move for too long. */
const LONGEST_RETRY_AFTER_MS = 120_000;

/**
 * How long to wait after failed attempt number `attempt` (from 1), in milliseconds: full jitter under
 * a bound that doubles from 0.5 s to 30 s, and never less than the other side asked for.
 *
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function backoffMs(attempt: number, random: Random, retryAfterMs = 0): number {
  const bound = Math.min(FIRST_MS * 2 ** (attempt - 1), LARGEST_MS);
  return Math.min(retryAfterMs, LONGEST_RETRY_AFTER_MS) + random.next() * bound;
}
