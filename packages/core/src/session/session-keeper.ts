import type { PageProgress, Turn } from '../ports/other-pages.ts';
import type { Session, SessionStore } from '../ports/session-store.ts';

/** An upload of this page has, or wants, the session of a file. */
export interface Claim {
  /** Id of the upload. */
  readonly owner: string;
  /** Keeps other pages from the session. `undefined` until this page has its turn, or where pages cannot take turns. */
  readonly turn?: Turn | undefined;
}

/** Sessions as uploads use them: one owner per file, and no failure of the store ever reaches an upload. */
export interface SessionKeeper {
  /** `false` when there is no store, or it failed: uploads cannot be resumed after a reload. */
  readonly available: boolean;
  /** Which upload of this page has the session of which file. */
  readonly claims: Map<string, Claim>;
  /** Asks the store. `undefined` when there is none, or when it fails now or failed before. */
  attempt<T>(ask: (store: SessionStore) => Promise<T>): Promise<T | undefined>;
  save(session: Session): Promise<void>;
  /** Tells pages that wait for the session how far its upload is. */
  tell(fingerprint: string, progress: PageProgress): void;
  /** Ends a claim; the session stays. Does nothing where another upload has it. */
  release(fingerprint: string, owner: string): Promise<void>;
  /**
   * Ends a claim and removes the session. Where another page waits for it, it stays: that page sees by it
   * what became of the upload. Does nothing where another upload has it.
   */
  forget(fingerprint: string, owner: string): Promise<void>;
}

/** Nothing is claimed yet. @param onUnavailable called when the store first fails */
export function createSessionKeeper(
  store: SessionStore | null,
  onUnavailable: () => void,
): SessionKeeper {
  const claims = new Map<string, Claim>();
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

  async function end(fingerprint: string, owner: string, isOver: boolean): Promise<void> {
    const claim = claims.get(fingerprint);
    if (claim?.owner !== owner) return;
    const { turn } = claim;
    if (isOver && !(await turn?.isAwaited())) await attempt((store) => store.delete(fingerprint));
    claims.delete(fingerprint);
    await turn?.end();
  }

  return {
    get available() {
      return available;
    },
    claims,
    attempt,
    save: (session) => attempt((store) => store.put(session)),
    tell: (fingerprint, progress) => claims.get(fingerprint)?.turn?.tell(progress),
    release: (fingerprint, owner) => end(fingerprint, owner, false),
    forget: (fingerprint, owner) => end(fingerprint, owner, true),
  };
}
