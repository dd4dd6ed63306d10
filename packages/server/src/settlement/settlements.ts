import type { Commit, ScheduledTask, SharedStore } from '../store/shared-store.ts';
import { type Lease, LeaseLost, type LeaseOptions, startLease } from './lease.ts';
import { readSettlement, type Settlement, writeSettlement } from './settlement.ts';
import { clientGone, createWaitingRoom, stillEnding, type WaitingRoom } from './waiting-room.ts';

/** How an upload ends, and what is left to do after that. */
export interface Ending {
  readonly settlement: Settlement;
  /** Scheduled or removed together with the settlement. @defaultValue none */
  readonly tasks?: Commit['tasks'];
  /** Values of the upload that nothing needs after its end. They are deleted in the same step. @defaultValue none */
  readonly deleted?: Commit['deleted'];
  /** How long the settlement is kept, in milliseconds. @defaultValue `settledKeptMs` of the options */
  readonly keptMs?: number | undefined;
}

/** Ends each upload once, across all requests and replicas. */
export interface Settlements {
  /** How the upload of this ID ended. `undefined` if it has not ended, or if the store has lost its memory. */
  find(id: string): Promise<Settlement | undefined>;
  /**
   * Returns how the upload ended, or ends it. If several requests try at once, one runs `end` and the others wait for its
   * result. If `end` throws, nothing is settled, and the next request tries again. If its lease is lost, what it did is
   * not recorded, and another request can run `end` again. So `end` has to be idempotent.
   *
   * @param account whose request it is, to bound how many requests of one caller wait. @defaultValue a background task
   * @throws UploadError `storage-unavailable` if another request takes too long, or if the store is unreachable,
   *   `rate-limited` if too many requests wait already
   */
  settle(id: string, end: (lease: Lease) => Promise<Ending>, account?: string): Promise<Settlement>;
  /**
   * Records that no request has started to accept this upload's object. A store that carries this out late, after such a
   * request or after the upload's end, changes nothing. The record holds for the store's present epoch: a store that has come
   * back with an older state can have forgotten such a request.
   *
   * @param tasks tasks to schedule in the same step, if the upload needs some
   */
  markNew(id: string, tasks?: readonly ScheduledTask[]): Promise<void>;
  /** Replaces that record: from now on, the owner's hook may have accepted the object. Call it before the hook. */
  markJudging(id: string): Promise<void>;
  /**
   * What the store remembers of an upload that has not ended. `judging`: the owner's hook was asked, and what it decided
   * is not recorded. `unknown`: a client may know that the upload is completed, because the store has lost its memory or has
   * come back with an older state.
   */
  recordOf(id: string): Promise<'new' | 'judging' | 'unknown'>;
  /**
   * Binds an upload to the checksum of its first URL, until it ends.
   *
   * @returns the checksum that the upload is bound to: this one, or that of an earlier URL. `undefined` if nothing can tell
   *   any more: the upload has ended, or the store has lost its memory
   */
  bindChecksum(id: string, checksum: string): Promise<string | undefined>;
}

/** What settlements are made with. */
export interface SettlementOptions extends Omit<LeaseOptions, 'claimMs'> {
  readonly store: SharedStore;
  /** Shared by all requests of this replica. @defaultValue one of its own */
  readonly room?: WaitingRoom | undefined;
  /** Aborts when the client has disconnected, which then waits for no other request. @defaultValue never */
  readonly signal?: AbortSignal | undefined;
  /** How long the record of an upload that has not ended is kept, in milliseconds: until the lists have forgotten its task. */
  readonly recordsKeptMs: number;
  /**
   * How long a settlement is kept, in milliseconds: until no token of the upload is valid, and its first task would have been due.
   * The settlement ends that task, and a client gets its token only when the task is stored. So no task comes back later.
   */
  readonly settledKeptMs: number;
  /**
   * How long a claim lasts without a renewal, in milliseconds. A replica that dies while it ends an upload delays the
   * others by that much at most.
   *
   * @defaultValue 30,000
   */
  readonly claimMs?: number | undefined;
}

const CLAIM_MS = 30_000;

/** A request waits for another one for about 20 s in all. After that its client asks again. */
const FIRST_POLL_MS = 50;
const LONGEST_POLL_MS = 1_000;
const POLLS = 25;

/** Keeps in a store how uploads ended. */
export function createSettlements(options: SettlementOptions): Settlements {
  const { store, recordsKeptMs, settledKeptMs, wait, claimMs = CLAIM_MS, signal } = options;
  const { room = createWaitingRoom() } = options;
  const find = (id: string) => findSettlement(store, id);

  /** Resolves with `undefined` if the lease was lost: another request may have ended the upload meanwhile. */
  async function endWith(
    lease: ReturnType<typeof startLease>,
    id: string,
    end: (lease: Lease) => Promise<Ending>,
  ): Promise<Settlement | undefined> {
    try {
      // Another request may have settled the upload between our read and our claim.
      const before = await find(id);
      if (before) return before;
      const { settlement, tasks, keptMs = settledKeptMs, deleted: others = [] } = await end(lease);
      const value = writeSettlement(settlement);
      const deleted = [newKey(id), judgingKey(id), boundKey(id), ...others];
      const commit = { key: settledKey(id), value, ttlMs: keptMs, tasks, deleted };
      const isWritten = await lease.commit(commit);
      return isWritten ? settlement : undefined;
    } catch (error) {
      if (error instanceof LeaseLost) return undefined;
      throw error;
    } finally {
      await lease.end();
    }
  }

  /** Ends the upload, or polls the store until another replica has. */
  async function settle(id: string, end: (lease: Lease) => Promise<Ending>): Promise<Settlement> {
    for (let poll = 0; poll < POLLS; poll += 1) {
      const settled = await find(id);
      if (settled) return settled;
      const takenAt = options.monotonic();
      const claim = await store.claim(settledKey(id), claimMs);
      if (claim) {
        const lease = startLease(claim, takenAt, { ...options, claimMs });
        const settlement = (await endWith(lease, id, end)) ?? (await find(id));
        if (settlement) return settlement;
        throw stillEnding();
      }
      if (signal?.aborted) throw clientGone();
      await wait(Math.min(FIRST_POLL_MS * 2 ** poll, LONGEST_POLL_MS));
    }
    throw stillEnding();
  }

  return {
    find,
    settle: (id, end, account) => room.share(id, { account, signal }, () => settle(id, end)),
    ...createRecords(store, recordsKeptMs),
  };
}

/** Stands for the epoch of a store that cannot tell it. */
const UNTOLD = '';

/** What the store remembers of uploads that have not ended. */
function createRecords(
  store: SharedStore,
  recordsKeptMs: number,
): Pick<Settlements, 'markNew' | 'markJudging' | 'recordOf' | 'bindChecksum'> {
  const recordOf: Settlements['recordOf'] = async (id) => {
    const writtenIn = await store.get(newKey(id));
    // Asked after the record was read: the store can come back with an older state at any time.
    if (writtenIn && writtenIn === (await store.epoch())) return 'new';
    return (await store.get(judgingKey(id))) === undefined ? 'unknown' : 'judging';
  };

  /** Once for a request with many files. A record of an earlier epoch than the present one proves nothing, so it is safe. */
  let epoch: Promise<string | undefined> | undefined;

  return {
    recordOf,
    async markNew(id, tasks) {
      const unless = [settledKey(id), judgingKey(id)];
      epoch ??= store.epoch();
      await store.add(newKey(id), (await epoch) ?? UNTOLD, recordsKeptMs, { unless, tasks });
    },
    async markJudging(id) {
      await Promise.all([store.set(judgingKey(id), '1', recordsKeptMs), store.delete(newKey(id))]);
    },
    async bindChecksum(id, checksum) {
      const unless = [settledKey(id)];
      const isFirst = await store.add(boundKey(id), checksum, recordsKeptMs, { unless });
      // A request that ends the upload deletes what it was bound to.
      if (!isFirst) return store.get(boundKey(id));
      // Asked last: a store that has lost its memory has lost an earlier checksum too.
      const isKnown =
        (await store.get(newKey(id))) === UNTOLD || (await recordOf(id)) !== 'unknown';
      return isKnown ? checksum : undefined;
    },
  };
}

/** How the upload of this ID ended, as the store remembers it. */
async function findSettlement(store: SharedStore, id: string): Promise<Settlement | undefined> {
  return readSettlement(await store.get(settledKey(id)));
}

function settledKey(id: string): string {
  return `settled/${id}`;
}

function newKey(id: string): string {
  return `new/${id}`;
}

function boundKey(id: string): string {
  return `bound/${id}`;
}

function judgingKey(id: string): string {
  return `judging/${id}`;
}
