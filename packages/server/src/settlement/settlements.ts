import { UploadError } from '@slipway/protocol';
import type { Claim, SharedStore } from '../store/shared-store.ts';
import { readSettlement, type Settlement, writeSettlement } from './settlement.ts';

/** Ends each upload exactly once, even if requests and replicas race. */
export interface Settlements {
  /** How the upload ended. `undefined` if it is open, or if its entry has expired. */
  find(id: string): Promise<Settlement | undefined>;
  /**
   * Returns how the upload ended, or ends it. If callers race, one runs `end` and the others wait for its
   * result. If `end` throws, the upload stays open and the next waiter takes over.
   *
   * @throws UploadError `storage-unavailable` if another caller's `end` takes longer than about 20 s
   */
  settle(id: string, end: () => Promise<Settlement>): Promise<Settlement>;
}

/** What {@link createSettlements} needs. */
export interface SettlementOptions {
  readonly store: SharedStore;
  /** How long the store keeps a settlement: the lifetime of a token. */
  readonly lifetimeSeconds: number;
  /** Resolves after `ms` milliseconds, or as soon as `signal` aborts. */
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Called for store errors that do not change the outcome: a failed save, renewal or release. */
  readonly report: (error: unknown) => void;
}

/**
 * The lease of a claim. If its owner dies, the others wait at most this long. A living owner renews the
 * lease until it is done.
 */
const CLAIM_MS = 30_000;
const RENEW_MS = CLAIM_MS / 3;

/** Waiters poll for about 20 s in all. Then their clients retry. */
const FIRST_POLL_MS = 50;
const LONGEST_POLL_MS = 1_000;
const POLLS = 25;

/** Keeps settlements in a store that all replicas share. */
export function createSettlements({
  store,
  lifetimeSeconds,
  wait,
  report,
}: SettlementOptions): Settlements {
  const find = async (id: string) => readSettlement(await store.get(keyOf(id)));

  async function hold<T>(claim: Claim, work: () => Promise<T>): Promise<T> {
    const done = new AbortController();
    const renewing = renewUntil(claim, done.signal, wait).catch(report);
    try {
      return await work();
    } finally {
      done.abort();
      await renewing;
      // Best effort: an unreleased claim expires.
      await claim.release().catch(report);
    }
  }

  async function end(id: string, work: () => Promise<Settlement>): Promise<Settlement> {
    // Another owner may have settled the upload between our `find` and our `claim`.
    const before = await find(id);
    if (before) return before;
    const settlement = await work();
    // The work cannot be rolled back. If this save fails, a repeated request runs `end` again.
    await store.set(keyOf(id), writeSettlement(settlement), lifetimeSeconds * 1_000).catch(report);
    return settlement;
  }

  return {
    find,
    async settle(id, work) {
      for (let poll = 0; poll < POLLS; poll += 1) {
        const settled = await find(id);
        if (settled) return settled;
        const claim = await store.claim(keyOf(id), CLAIM_MS);
        if (claim) return hold(claim, () => end(id, work));
        await wait(Math.min(FIRST_POLL_MS * 2 ** poll, LONGEST_POLL_MS));
      }
      throw new UploadError('storage-unavailable', {
        message: 'The upload is still being completed. Try again in a moment.',
        retryAfterMs: 1_000,
      });
    },
  };
}

async function renewUntil(
  claim: Claim,
  signal: AbortSignal,
  wait: SettlementOptions['wait'],
): Promise<void> {
  for (;;) {
    await wait(RENEW_MS, signal);
    if (signal.aborted) return;
    await claim.renew(CLAIM_MS);
  }
}

function keyOf(id: string): string {
  return `settled/${id}`;
}
