import { UploadError } from '@slipway/protocol';
import type { Claim, SharedStore } from '../store/shared-store.ts';
import { readSettlement, type Settlement, writeSettlement } from './settlement.ts';

/** Ends each upload once, however many requests and replicas try to. */
export interface Settlements {
  /** How the upload of this ID ended, as far as the store remembers. */
  find(id: string): Promise<Settlement | undefined>;
  /**
   * Answers how the upload ended, or ends it: of all that try at once, one runs `end`, and the others
   * wait for what comes of it. What `end` throws ends nothing: the next one tries again.
   *
   * @throws UploadError `storage-unavailable` when another's `end` takes too long to wait for
   */
  settle(id: string, end: () => Promise<Settlement>): Promise<Settlement>;
}

/** What settlements are made with. */
export interface SettlementOptions {
  readonly store: SharedStore;
  /** How long to remember: as long as a token can be used. */
  readonly lifetimeSeconds: number;
  /** Resolves after `ms` milliseconds, or at once when `signal` says so. */
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Told of what the store fails at when the outcome stands already. */
  readonly report: (error: unknown) => void;
}

/**
 * A replica that dies while it ends an upload holds the others up for so long, and no longer; one that
 * lives holds its claim for as long as it takes.
 */
const CLAIM_MS = 30_000;
const RENEW_MS = CLAIM_MS / 3;

/** Others wait about 20 s in all; then their callers ask again. */
const FIRST_POLL_MS = 50;
const LONGEST_POLL_MS = 1_000;
const POLLS = 25;

/** Remembers in a store how uploads ended. */
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
      // A claim that is not released ends by itself.
      await claim.release().catch(report);
    }
  }

  async function end(id: string, work: () => Promise<Settlement>): Promise<Settlement> {
    // Somebody may have been done between the look and the claim.
    const before = await find(id);
    if (before) return before;
    const settlement = await work();
    // What is done is done: with the store gone, a repetition does it again.
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
