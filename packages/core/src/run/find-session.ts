import type { Session } from '../ports/session-store.ts';
import { claimSession, followSession } from '../session/claim-session.ts';
import { fingerprint } from '../session/fingerprint.ts';
import type { RunScope } from './run-scope.ts';

export { fingerprint };

/** Computes the fingerprint of the file. @throws UploadError `file-unreadable` when the browser cannot read it */
export async function takeFingerprint({ file, memory, signal }: RunScope): Promise<void> {
  const { session, contents } = await fingerprint(file);
  signal.throwIfAborted();
  memory.fingerprint = session;
  memory.contents = contents;
}

/** Claims the session of this file. If another page uploads the file, the upload pauses. */
export async function findSession(run: RunScope): Promise<Session | undefined> {
  const { memory, signal } = run;
  const claim = await claimSession(run, memory.fingerprint ?? '', claimant(run));
  if (!claim) memory.fingerprint = memory.contents = undefined;
  if (claim === 'elsewhere') run.dispatch({ type: 'pause', reason: 'other-page' });
  signal.throwIfAborted();
  return claim === 'elsewhere' ? undefined : claim?.session;
}

/** Shows the progress of the page that uploads this file. Resumes when that page is done, or gone. */
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

/** Passes the turn to another page that waits for this file, unless this page is uploading the file. */
export async function giveWay({ id, memory, sessions, status }: RunScope): Promise<void> {
  const { fingerprint = '' } = memory;
  const turn = sessions.claims.get(fingerprint)?.turn;
  if (!(await turn?.isAwaited()) || !/paused|failed/.test(status())) return;
  // If this page resumes later, the session and S3 tell whether the upload still exists.
  memory.created = memory.ledger = undefined;
  await sessions.release(fingerprint, id);
}

const claimant = (run: RunScope) => ({ id: run.id, onWanted: () => void giveWay(run) });
