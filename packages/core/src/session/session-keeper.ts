import type { PageProgress, Turn } from '../ports/other-pages.ts';
import type { Session, SessionStore } from '../ports/session-store.ts';

/** An upload of this page has, or wants, the session of a file. */
export interface Claim {
  /** Id of the upload. */
  readonly owner: string;
  /** Keeps other pages away. `undefined` until this page has its turn, and where pages cannot take turns. */
  readonly turn?: Turn | undefined;
}

/** Sessions as uploads use them. Each file has one owner, and failures of the store never reach an upload. */
export interface SessionKeeper {
  /** `false` when there is no store, or it failed. Then uploads cannot be resumed after a reload. */
  readonly available: boolean;
  /** Claims of this page, by fingerprint. */
  readonly claims: Map<string, Claim>;
  /** When all sessions were last forgotten, in milliseconds since 1970. Earlier ones are no longer used. */
  forgottenAtMs: number;
  /** Resolves when every session that was saved so far is stored. */
  saving: Promise<void> | undefined;
  /** Calls the store. Returns `undefined` when there is no store, or it fails, or it failed before. */
  attempt<T>(ask: (store: SessionStore) => Promise<T>): Promise<T | undefined>;
  /** Stores the session, if the store works. */
  save(session: Session): Promise<void>;
  /** Tells the pages that wait for the session how far its upload is. */
  tell(fingerprint: string, progress: PageProgress): void;
  /** Ends a claim and keeps the session. Does nothing when another upload has the claim. */
  release(fingerprint: string, owner: string): Promise<void>;
  /**
   * Ends a claim and removes the session. Keeps the session if another page waits for it, because that page needs it to
   * learn how the upload ended. Does nothing when another upload has the claim.
   */
  forget(fingerprint: string, owner: string): Promise<void>;
}

/** Creates a keeper without claims. @param onUnavailable called when the store first fails */
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

  const keeper: SessionKeeper = {
    forgottenAtMs: -1,
    saving: undefined,
    get available() {
      return available;
    },
    claims,
    attempt,
    save(session) {
      const { saving } = keeper;
      const stored = attempt((store) => store.put(session));
      keeper.saving = stored.then(() => saving);
      return stored;
    },
    tell: (fingerprint, progress) => claims.get(fingerprint)?.turn?.tell(progress),
    release: (fingerprint, owner) => end(fingerprint, owner, false),
    forget: (fingerprint, owner) => end(fingerprint, owner, true),
  };
  return keeper;
}
