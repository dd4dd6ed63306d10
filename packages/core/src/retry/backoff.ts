import type { UploadError } from '@slipway/protocol';
import type { Clock } from '../ports/clock.ts';
import type { Random } from '../ports/random.ts';
import { callbackOf } from './callback-of.ts';

const FIRST_MS = 500;
const LARGEST_MS = 30_000;
/** The longest wait that a server can ask for. With more, users would see no progress for too long. */
const LONGEST_RETRY_AFTER_MS = 120_000;

/**
 * How long to wait after failed attempt number `attempt` (from 1), in milliseconds. Full jitter under a bound that
 * doubles from 0.5 s to 30 s, added to the time that the server asked for.
 *
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function backoffMs(attempt: number, random: Random, retryAfterMs = 0): number {
  const bound = Math.min(FIRST_MS * 2 ** (attempt - 1), LARGEST_MS);
  return Math.min(retryAfterMs, LONGEST_RETRY_AFTER_MS) + random.next() * bound;
}

/** Waits `delayMs` milliseconds. Rejects with the signal's reason when the signal aborts earlier. */
export function sleep(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
  return callbackOf((wake) => clock.setTimer(wake, delayMs), signal);
}

/** What waiting needs. */
interface WaitScope {
  readonly clock: Clock;
  readonly random: Random;
  readonly signal: AbortSignal;
}

/** Waits before the next attempt, after `failures` failed ones. The server may ask for a longer wait. */
export function backOff(
  { clock, random, signal }: WaitScope,
  failures: number,
  { retryAfterMs }: UploadError,
): Promise<void> {
  return sleep(clock, backoffMs(failures, random, retryAfterMs), signal);
}
