import type { Clock } from '../ports/clock.ts';
import type { Session, SessionStore } from '../ports/session-store.ts';

/** Sessions as uploads use them: one owner per file, and no failure of the store ever reaches an upload. */
export interface SessionKeeper {
  /** `false` when there is no store, or it failed: uploads cannot be resumed after a reload. */
  readonly available: boolean;
  /**
   * Makes `owner` the one upload whose session this file's is. `undefined` when another upload has it:
   * then nothing may be saved under it.
   */
  claim(
    fingerprint: string,
    owner: string,
  ): Promise<{ readonly session: Session | undefined } | undefined>;
  save(session: Session): Promise<void>;
  /** Ends a claim; the session stays. Answers whether `owner` had it. */
  release(fingerprint: string, owner: string): boolean;
  /** Ends a claim and removes the session. Does nothing where another upload has it. */
  forget(fingerprint: string, owner: string): Promise<void>;
}

/** Puts claims and forgiveness before a store. `onUnavailable` is called when it first fails. */
export function createSessionKeeper(
  store: SessionStore | null,
  clock: Clock,
  onUnavailable: () => void,
): SessionKeeper {
  const owners = new Map<string, string>();
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
  const release = (fingerprint: string, owner: string) =>
    owners.get(fingerprint) === owner && owners.delete(fingerprint);

  return {
    get available() {
      return available;
    },
    async claim(fingerprint, owner) {
      if ((owners.get(fingerprint) ?? owner) !== owner) return undefined;
      owners.set(fingerprint, owner);
      let session: Session | undefined;
      // Few are unfinished at a time: all are looked at, so that none is kept for ever.
      for (const known of (await attempt((store) => store.list())) ?? []) {
        if (known.expiresAt <= clock.now()) await remove(known.fingerprint);
        else if (known.fingerprint === fingerprint) session = known;
      }
      return { session };
    },
    async save(session) {
      await attempt((store) => store.put(session));
    },
    release,
    async forget(fingerprint, owner) {
      if (release(fingerprint, owner)) await remove(fingerprint);
    },
  };
}
