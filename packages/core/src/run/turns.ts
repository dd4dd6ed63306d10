import type { RunScope } from './run-scope.ts';

/** Lets another page upload this file, if it waits for that and this page does not upload it. */
export async function giveWay({ id, memory, sessions, status }: RunScope): Promise<void> {
  const { fingerprint = '' } = memory;
  if (!(await sessions.isAwaited(fingerprint)) || !/paused|failed/.test(status())) return;
  // The session and S3 tell later whether the upload is still there.
  memory.created = memory.ledger = undefined;
  await sessions.release(fingerprint, id);
}

/** Shows how far the page is that uploads this file. Resumes once that page is done with it, or gone. */
export async function waitForTurn(run: RunScope): Promise<void> {
  const { id, memory, sessions, signal } = run;
  const { fingerprint = '' } = memory;
  const owner = { id, onWanted: () => giveWay(run) };
  try {
    signal.throwIfAborted();
    await sessions.follow(fingerprint, owner, signal, (heard) => {
      memory.elsewhere = heard;
      run.onProgress();
    });
    if (signal.aborted) await sessions.release(fingerprint, id);
    else run.dispatch({ type: 'resume' });
  } catch {} // The signal was aborted.
}
