import type { PageProgress } from '../ports/other-pages.ts';
import type { Claimant, SessionKeeper } from './session-keeper.ts';

/** Waits while another page uploads the same file. */
export interface Follower {
  /** How far that page is; `undefined` when none was heard of. */
  readonly progress: PageProgress | undefined;
  /** Begins to wait; `onTurn` is called when the other page is done with it, or gone. */
  start(fingerprint: string): Promise<void>;
  /** Something else is done with the upload. */
  stop(): void;
}

/** Waits for nobody yet. */
export function createFollower(
  sessions: SessionKeeper,
  owner: Claimant,
  onProgress: () => void,
  onTurn: () => void,
): Follower {
  let waiting: AbortController | undefined;
  const follower: { -readonly [key in keyof Follower]: Follower[key] } = {
    progress: undefined,
    async start(fingerprint) {
      waiting = new AbortController();
      const { signal } = waiting;
      try {
        await sessions.follow(fingerprint, owner, signal, (heard) => {
          follower.progress = heard;
          onProgress();
        });
        if (signal.aborted) await sessions.release(fingerprint, owner.id);
        else onTurn();
      } catch {} // Stopped.
    },
    stop: () => waiting?.abort(),
  };
  return follower;
}
