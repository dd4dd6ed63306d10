import type { ReservationLedger } from './reservation.ts';
import type { Task, TaskList } from './task-list.ts';

/**
 * A task to schedule, or to remove because nothing is left to do. `appended` adds its payload as another line to the task of
 * that ID and leaves when it is due. If there is no such task, it schedules it. `released` makes a task due now.
 */
export type TaskChange =
  | ScheduledTask
  | { readonly list: string; readonly appended: Task }
  | { readonly list: string; readonly released: string }
  | { readonly list: string; readonly finished: string };

/** A task to schedule. */
export interface ScheduledTask {
  readonly list: string;
  readonly task: Task;
}

/** What {@link Claim.commit} writes. */
export interface Commit {
  readonly key: string;
  readonly value: string;
  /** How long the value is kept, in milliseconds. */
  readonly ttlMs: number;
  /** Tasks to schedule or to remove together with the value. @defaultValue none */
  readonly tasks?: readonly TaskChange[] | undefined;
  /** Keys whose values are deleted in the same step. @defaultValue none */
  readonly deleted?: readonly string[] | undefined;
}

/** What {@link SharedStore.add} asks and does besides adding. */
export interface AddOptions {
  /** Further keys that must have no value. @defaultValue none */
  readonly unless?: readonly string[] | undefined;
  /** Tasks to schedule or to remove in the same step, if the value is added. @defaultValue none */
  readonly tasks?: readonly TaskChange[] | undefined;
}

/** An exclusive claim to a key. It expires unless its owner renews it. */
export interface Claim {
  /**
   * Extends the claim to `ttlMs` milliseconds from now.
   *
   * @returns whether the owner still holds it. If not, another caller may
   */
  renew(ttlMs: number): Promise<boolean>;
  /**
   * Sets a value, deletes others, schedules or removes tasks and releases the claim, in one step, and only while the owner
   * holds the claim.
   *
   * @returns whether the owner still held it. If not, nothing has changed
   */
  commit(commit: Commit): Promise<boolean>;
  /** Releases the claim. Does nothing if it has expired, even if another caller holds the key now. */
  release(): Promise<void>;
}

/** A counter's state. */
export interface Count {
  /** The sum of all amounts since the window began. */
  readonly total: number;
  /** When the window ends and the counter restarts at 0, in milliseconds from now. */
  readonly endsInMs: number;
}

/**
 * What the backend's replicas share. Every entry expires, so a replica that dies leaves nothing behind. One replica
 * alone uses `createMemoryStore`. Several use `createRedisStore` of `@slipway/server/redis`.
 *
 * If the store is unreachable, its methods reject within a bounded time with an `UploadError` of the code
 * `storage-unavailable`.
 */
export interface SharedStore extends ReservationLedger, TaskList {
  /**
   * Claims `key` for `ttlMs` milliseconds. If several callers try at once, on any replica, one gets the claim. The others
   * get `undefined`.
   */
  claim(key: string, ttlMs: number): Promise<Claim | undefined>;
  /** The last value set under `key`, until it expires. Values and claims are separate. */
  get(key: string): Promise<string | undefined>;
  /**
   * Keeps `value` under `key` for `ttlMs` milliseconds. It replaces an earlier value. With `tasks`, it schedules or
   * removes tasks in the same step.
   */
  set(key: string, value: string, ttlMs: number, tasks?: readonly TaskChange[]): Promise<void>;
  /**
   * Keeps `value` under `key` like {@link SharedStore.set}, but only if neither `key` nor one of `unless` has a value. It checks
   * that in the same step, so a command that arrives late changes nothing that came first.
   *
   * @returns whether it added the value. If not, nothing has changed
   * @throws UploadError `storage-unavailable` if a list of `tasks` is full. Nothing has changed
   */
  add(key: string, value: string, ttlMs: number, options?: AddOptions): Promise<boolean>;
  /**
   * Names the life of the store. A store that has restarted, or whose replica has taken over, may have come back with an older state,
   * and has another epoch. A value that names the epoch of its writing is known to be the latest only while the epoch is the
   * same. `undefined` if the store cannot tell.
   */
  epoch(): Promise<string | undefined>;
  /** Deletes the value under `key`, if there is one. */
  delete(key: string): Promise<void>;
  /**
   * Adds `amount` to a counter, atomically. The window begins with the first call and ends `windowMs` milliseconds later,
   * however often it is called. An amount of 0 only reads.
   */
  count(key: string, amount: number, windowMs: number): Promise<Count>;
}
