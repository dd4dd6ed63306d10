import type { Clock } from '../ports/clock.ts';
import type { OtherPages, PageProgress, Turn } from '../ports/other-pages.ts';
import type { Session, SessionStore } from '../ports/session-store.ts';

/** Who wants a session. */
export interface Claimant {
  readonly id: string;
  /** Another page wants the session's upload: the claim may be released. */
  readonly onWanted: () => void;
}

/**
 * Sessions as uploads use them: one owner per file, over all pages, and no failure of the store ever reaches an
 * upload.
 */
export interface SessionKeeper {
  /** `false` when there is no store, or it failed: uploads cannot be resumed after a reload. */
  readonly available: boolean;
  /** Whether an upload of this page has the session of this file. */
  isClaimed(fingerprint: string): boolean;
  /**
   * Makes `owner` the one upload whose session this file's is. `undefined` when another upload of this page has it:
   * then nothing may be saved under it. `elsewhere` when one of another page has it.
   */
  claim(
    fingerprint: string,
    owner: Claimant,
  ): Promise<{ readonly session: Session | undefined } | 'elsewhere' | undefined>;
  /**
   * Waits until no other page has this file's session, and claims it.
   *
   * @throws the signal's reason
   */
  follow(
    fingerprint: string,
    owner: Claimant,
    signal: AbortSignal,
    onProgress: (progress: PageProgress) => void,
  ): Promise<void>;
  save(session: Session): Promise<void>;
  /** Tells pages that wait for the session how far its upload is. */
  tell(fingerprint: string, progress: PageProgress): void;
  /** Whether another page waits for the session. */
  isAwaited(fingerprint: string): Promise<boolean | undefined>;
  /** Ends a claim; the session stays. Does nothing where another upload has it. */
  release(fingerprint: string, owner: string): Promise<void>;
  /**
   * Ends a claim and removes the session. Where another page waits for it, it stays: that page sees by it
   * what became of the upload. Does nothing where another upload has it.
   */
  forget(fingerprint: string, owner: string): Promise<void>;
}

/** Puts claims and forgiveness before a store. `onUnavailable` is called when it first fails. */
export function createSessionKeeper(
  store: SessionStore | null,
  pages: OtherPages,
  clock: Clock,
  onUnavailable: () => void,
): SessionKeeper {
  const claims = new Map<string, { readonly owner: string; readonly turn?: Turn }>();
  let available = store !== null;

  async function attempt<T>(ask: (store: SessionStore) => Promise<T>): Promise<T | undefined> {
    if (!store || !available) return undefined;
    try {
      return await ask(store);
    } catch {
      available = false;
      onUnavailable();
      return undefined;
    }
  }

  const remove = (fingerprint: string) => attempt((store) => store.delete(fingerprint));
  const isAwaited = async (fingerprint: string) => claims.get(fingerprint)?.turn?.isAwaited();

  async function release(fingerprint: string, owner: string): Promise<void> {
    const claim = claims.get(fingerprint);
    if (claim?.owner !== owner) return;
    claims.delete(fingerprint);
    await claim.turn?.end();
  }

  /** The claim may have been given up while the turn was asked for. */
  async function hold(fingerprint: string, owner: string, turn: Turn): Promise<void> {
    if (claims.get(fingerprint)?.owner === owner) claims.set(fingerprint, { owner, turn });
    else await turn.end();
  }

  return {
    get available() {
      return available;
    },
    isClaimed: (fingerprint) => claims.has(fingerprint),
    async claim(fingerprint, owner) {
      const { id, onWanted } = owner;
      const known = claims.get(fingerprint);
      if (known && known.owner !== id) return undefined;
      if (!known?.turn) {
        claims.set(fingerprint, { owner: id });
        // Where nobody settles turns, every page is as if it were alone.
        const turn = await pages.take(fingerprint, onWanted).catch(() => true as const);
        if (!turn) return 'elsewhere';
        if (turn !== true) await hold(fingerprint, id, turn);
      }
      let session: Session | undefined;
      // Few are unfinished at a time: all are looked at, so that none is kept for ever.
      for (const kept of (await attempt((store) => store.list())) ?? []) {
        if (kept.expiresAt <= clock.now()) await remove(kept.fingerprint);
        else if (kept.fingerprint === fingerprint) session = kept;
      }
      return { session };
    },
    async follow(fingerprint, { id, onWanted }, signal, onProgress) {
      const turn = await pages.follow(fingerprint, signal, onWanted, onProgress);
      await hold(fingerprint, id, turn);
    },
    isAwaited,
    tell: (fingerprint, progress) => claims.get(fingerprint)?.turn?.tell(progress),
    async save(session) {
      await attempt((store) => store.put(session));
    },
    release,
    async forget(fingerprint, owner) {
      if (claims.get(fingerprint)?.owner !== owner) return;
      if (!(await isAwaited(fingerprint))) await remove(fingerprint);
      await release(fingerprint, owner);
    },
  };
}
