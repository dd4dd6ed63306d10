import type { Session } from '../ports/session-store.ts';
import { claimSession, followSession } from '../session/claim-session.ts';
import { fingerprint } from '../session/fingerprint.ts';
import type { RunScope } from './run-scope.ts';

/**
 * What only files of several parts need: their fingerprints, their sessions, and turns between pages. Loaded in one
 * piece.
 *
 * @module
 */

export { fingerprint };

/** Takes the fingerprint of the file. @throws UploadError `file-unreadable` when the browser cannot read it */
export async function takeFingerprint({ file, memory, signal }: RunScope): Promise<void> {
  const { session, contents } = await fingerprint(file);
  signal.throwIfAborted();
  memory.fingerprint = session;
  memory.contents = contents;
}

/** Claims the session of this file. Where another page uploads the file, pauses the upload. */
export async function findSession(run: RunScope): Promise<Session | undefined> {
  const { memory, signal } = run;
  const claim = await claimSession(run, memory.fingerprint ?? '', claimant(run));
  if (!claim) memory.fingerprint = memory.contents = undefined;
  if (claim === 'elsewhere') run.dispatch({ type: 'pause', reason: 'other-page' });
  signal.throwIfAborted();
  return claim === 'elsewhere' ? undefined : claim?.session;
}

/** Shows how far the page is that uploads this file. Resumes once that page is done with it, or gone. */
export async function waitForTurn(run: RunScope): Promise<void> {
  const { id, memory, sessions, signal } = run;
  const { fingerprint = '' } = memory;
  try {
    signal.throwIfAborted();
    await followSession(run, fingerprint, claimant(run), signal, (heard) => {
      memory.elsewhere = heard;
      run.onProgress();
    });
    if (signal.aborted) await sessions.release(fingerprint, id);
    else run.dispatch({ type: 'resume' });
  } catch {} // The signal was aborted.
}

/** Lets another page upload this file, if it waits for that and this page does not upload it. */
export async function giveWay({ id, memory, sessions, status }: RunScope): Promise<void> {
  const { fingerprint = '' } = memory;
  const turn = sessions.claims.get(fingerprint)?.turn;
  if (!(await turn?.isAwaited()) || !/paused|failed/.test(status())) return;
  // The session and S3 tell later whether the upload is still there.
  memory.created = memory.ledger = undefined;
  await sessions.release(fingerprint, id);
}

const claimant = (run: RunScope) => ({ id: run.id, onWanted: () => void giveWay(run) });
