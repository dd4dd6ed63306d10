import type { ReservationLedger } from './reservation.ts';

/** A lease on a key. It has one owner at a time. */
export interface Claim {
  /** Extends the lease to `ttlMs` milliseconds from now. Does nothing if the claim has expired. */
  renew(ttlMs: number): Promise<void>;
  /** Frees the key for the next claim. Does nothing if the claim has expired, even if another owner holds it. */
  release(): Promise<void>;
}

/** The state of a counter. */
export interface Count {
  /** The sum of all amounts in the current window. */
  readonly total: number;
  /** Milliseconds until the window ends and the counter is 0 again. */
  readonly endsInMs: number;
}

/**
 * The state that replicas of the backend share. Every entry expires, so a replica that dies leaves nothing
 * behind. Use `createMemoryStore` for one replica, and `createRedisStore` of `@slipway/server/redis` for
 * several.
 *
 * If the store is unreachable, each call rejects within a bounded time, with an `UploadError` of the code
 * `storage-unavailable`.
 */
export interface SharedStore extends ReservationLedger {
  /**
   * Claims `key` for `ttlMs` milliseconds. If callers race, on any replica, one becomes the owner and the
   * others get `undefined`.
   */
  claim(key: string, ttlMs: number): Promise<Claim | undefined>;

  /** The last value of `key`, until it expires. Values, claims and counters have separate key spaces. */
  get(key: string): Promise<string | undefined>;

  /** Stores `value` under `key` for `ttlMs` milliseconds. Replaces the previous value. */
  set(key: string, value: string, ttlMs: number): Promise<void>;

  /**
   * Adds `amount` to a counter, atomically. The first call opens a window of `windowMs` milliseconds. Later
   * calls do not extend it. An amount of 0 only reads.
   */
  count(key: string, amount: number, windowMs: number): Promise<Count>;
}
