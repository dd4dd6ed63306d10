import type { Claim, Commit } from '../store/shared-store.ts';

/** The exclusive right to end one upload. It is lost if the store cannot be reached for as long as the claim lasts. */
export interface Lease {
  /**
   * Asks the store whether the lease still holds. Call it before an effect that must not happen twice.
   *
   * @throws LeaseLost if another request may be ending the upload by now
   */
  assertHeld(): Promise<void>;
}

/** A lease, as its owner sees it. */
export interface OwnedLease extends Lease {
  /** Writes the outcome and ends the lease. @returns whether the lease still held. If not, nothing was written */
  commit(commit: Commit): Promise<boolean>;
  /** Ends the lease, if it has not ended yet. */
  end(): Promise<void>;
}

/** How a lease keeps its claim. */
export interface LeaseOptions {
  /** How long the claim lasts without a renewal, in milliseconds. */
  readonly claimMs: number;
  /** Milliseconds since some fixed moment. */
  readonly monotonic: () => number;
  /** Resolves after `ms` milliseconds, or as soon as the signal aborts. */
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Called with the store's failures. */
  readonly report: (error: unknown) => void;
}

/** The lease has ended, so another request may be ending the upload. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

/** Three attempts fit into one claim. */
const RENEWED_SHARE = 1 / 3;
/** How soon a request that the store did not answer is repeated, as a share of the claim. */
const RETRY_SHARE = 1 / 60;
/** How long a commit is attempted: a client waits for it, and can ask again. */
const COMMIT_SHARE = 1 / 10;

/** Keeps a claim until the lease ends. `takenAt` is when the claim was requested. It cannot be older. */
export function startLease(claim: Claim, takenAt: number, options: LeaseOptions): OwnedLease {
  const { claimMs, monotonic, wait, report } = options;
  const ended = new AbortController();
  let heldUntil = takenAt + claimMs;
  let isLost = false;

  /** Repeats a request while the claim can still be ours. Resolves with `false` when it no longer can. */
  async function insist(request: () => Promise<boolean>, until = Infinity): Promise<boolean> {
    let reported = false;
    const canHold = () => !isLost && !ended.signal.aborted && monotonic() < heldUntil;
    while (canHold() && monotonic() < until) {
      try {
        if (await request()) return true;
        isLost = true;
      } catch (error) {
        if (!reported) report(error);
        reported = true;
        await wait(claimMs * RETRY_SHARE, ended.signal);
      }
    }
    return false;
  }

  const renew = () =>
    insist(async () => {
      const askedAt = monotonic();
      const isHeld = await claim.renew(claimMs);
      if (isHeld) heldUntil = askedAt + claimMs;
      return isHeld;
    });

  async function renewUntilEnd(): Promise<void> {
    for (;;) {
      await wait(claimMs * RENEWED_SHARE, ended.signal);
      if (ended.signal.aborted || !(await renew())) return;
    }
  }
  const renewing = renewUntilEnd();

  return {
    async assertHeld() {
      if (!(await renew())) throw new LeaseLost('Another request may be ending this upload.');
    },
    commit(commit) {
      const until = monotonic() + claimMs * COMMIT_SHARE;
      return insist(() => claim.commit(commit), until);
    },
    async end() {
      ended.abort();
      await renewing;
      // A claim that cannot be released expires.
      await claim.release().catch(report);
    },
  };
}
