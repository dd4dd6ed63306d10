import type { Clock } from '../ports/clock.ts';
import type { OtherPages, PageProgress, Turn } from '../ports/other-pages.ts';
import type { Session } from '../ports/session-store.ts';
import type { SessionKeeper } from './session-keeper.ts';

/** An upload that wants a session. */
export interface Claimant {
  /** Id of the upload. */
  readonly id: string;
  /** Called when another page wants the session. The upload may release its claim. */
  readonly onWanted: () => void;
}

/** What claiming needs. */
export interface ClaimScope {
  readonly sessions: SessionKeeper;
  readonly pages: OtherPages;
  readonly clock: Clock;
}

/**
 * Makes `owner` the only upload that has the session of this file. Returns `undefined` when another upload of this page
 * has it. Then `owner` must not save a session. Returns `elsewhere` when an upload of another page has it.
 */
export async function claimSession(
  { sessions, pages, clock }: ClaimScope,
  fingerprint: string,
  owner: Claimant,
): Promise<{ readonly session: Session | undefined } | 'elsewhere' | undefined> {
  const { id, onWanted } = owner;
  const { attempt, claims } = sessions;
  const known = claims.get(fingerprint);
  if (known && known.owner !== id) return undefined;
  if (!known?.turn) {
    claims.set(fingerprint, { owner: id });
    // Where pages cannot take turns, each acts as if it were alone.
    const turn = await pages.take(fingerprint, onWanted).catch(() => true as const);
    if (!turn) return 'elsewhere';
    if (turn !== true) await hold(sessions, fingerprint, id, turn);
  }
  let session: Session | undefined;
  // Checks all sessions, because expired ones must go. There are few at a time.
  for (const kept of (await attempt((store) => store.list())) ?? []) {
    const { createdAt, expiresAt } = kept;
    const isOver = expiresAt <= clock.now() || createdAt <= sessions.forgottenAtMs;
    if (isOver) await attempt((store) => store.delete(kept.fingerprint));
    else if (kept.fingerprint === fingerprint) session = kept;
  }
  return { session };
}

/**
 * Waits until no other page has this file's session, and claims it.
 *
 * @throws the signal's reason
 */
export async function followSession(
  { sessions, pages }: ClaimScope,
  fingerprint: string,
  { id, onWanted }: Claimant,
  signal: AbortSignal,
  onProgress: (progress: PageProgress) => void,
): Promise<void> {
  const turn = await pages.follow(fingerprint, signal, onWanted, onProgress);
  await hold(sessions, fingerprint, id, turn);
}

/** Adds the turn to the claim, unless the claim was released while this page waited for the turn. */
async function hold(
  { claims }: SessionKeeper,
  fingerprint: string,
  owner: string,
  turn: Turn,
): Promise<void> {
  if (claims.get(fingerprint)?.owner === owner) claims.set(fingerprint, { owner, turn });
  else await turn.end();
}
