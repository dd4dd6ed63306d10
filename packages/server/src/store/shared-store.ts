import type { ReservationLedger } from './reservation.ts';

/** Something that one caller holds and all others see as taken. */
export interface Claim {
  /** Holds on to it for `ttlMs` milliseconds from now. Does nothing when the claim has ended by itself. */
  renew(ttlMs: number): Promise<void>;
  /** Lets others claim it again. Harmless when the claim has ended by itself and is another's now. */
  release(): Promise<void>;
}

/** What a counter holds. */
export interface Count {
  /** The sum of all amounts since the counter began. */
  readonly total: number;
  /** When it starts again at 0, in milliseconds from now. */
  readonly endsInMs: number;
}

/**
 * What replicas of the backend have to agree on. Nothing in it is lasting: every entry ends by itself,
 * so a replica that dies leaves nothing behind. For one replica alone there is `createMemoryStore`, for
 * several `createRedisStore` of `@slipway/server/redis`.
 *
 * A store that cannot be reached rejects with an `UploadError` of the code `storage-unavailable`, and
 * within a bounded time.
 */
export interface SharedStore extends ReservationLedger {
  /**
   * Takes `key` for `ttlMs` milliseconds. Of all that try at once, in whichever replica, one gets it;
   * the others get `undefined`.
   */
  claim(key: string, ttlMs: number): Promise<Claim | undefined>;

  /** The value last set under `key`, while it lives. Values and claims of the same key don't meet. */
  get(key: string): Promise<string | undefined>;

  /** Keeps `value` under `key` for `ttlMs` milliseconds, in place of what was there. */
  set(key: string, value: string, ttlMs: number): Promise<void>;

  /**
   * Adds `amount` to a counter, atomically. It begins with the first call, and ends `windowMs`
   * milliseconds later however often it is called. An amount of 0 only reads.
   */
  count(key: string, amount: number, windowMs: number): Promise<Count>;
}
