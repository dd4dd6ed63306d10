import { type CompletedObject, UploadError } from '@slipway/protocol';
import { abortable } from '../retry/abortable.ts';
import { failure } from '../retry/failure.ts';
import { retrying } from '../retry/retrying.ts';
import { loadSeveralParts } from './load-script.ts';
import { type Prepared, prepare } from './prepare.ts';
import type { Created, RunScope, UploadMemory } from './run-scope.ts';
import { sendParts } from './send-parts.ts';

/** How often a run prepares again after S3 held something unexpected. */
const MAX_RESTARTS = 3;

/**
 * Takes one upload from wherever it stands to its object, or to its failure. Fresh, resumed, retried and reloaded
 * uploads all take this path: the run asks what S3 holds, and sends the rest.
 */
export async function runUpload(run: RunScope): Promise<void> {
  const { signal } = run;
  try {
    const object = await reachObject(run);
    if (!signal.aborted) await complete(run, object);
  } catch (thrown) {
    if (signal.aborted) return;
    // Only the part plan throws range errors.
    const code = thrown instanceof RangeError ? 'file-too-large' : 'internal-error';
    await fail(run, UploadError.is(thrown) ? thrown : failure(code, { cause: thrown }));
  }
}

async function complete(run: RunScope, object: CompletedObject): Promise<void> {
  const { dispatch, memory } = run;
  memory.resumed = memory.created?.resumed ?? false;
  // The object may have been found while preparing. Then the upload passes through the states in between.
  dispatch({ type: 'prepared' });
  dispatch({ type: 'parts-uploaded' });
  dispatch({ type: 'complete', object });
  // Thousands of completed uploads may stay on the list, so they free what they kept about their parts.
  memory.created = memory.ledger = undefined;
  if (memory.fingerprint) await run.sessions.forget(memory.fingerprint, run.id);
}

async function fail(run: RunScope, error: UploadError): Promise<void> {
  const { dispatch, memory } = run;
  // If S3 holds nothing useful, a retry is better off with a new upload.
  const worthless = error.code === 'file-changed' || memory.ledger?.isEmpty;
  const left = worthless ? takeCreated(memory) : undefined;
  dispatch({ type: 'fail', error });
  if (left) await dropUpload(run, left);
  else if (memory.fingerprint) await (await loadSeveralParts()).giveWay(run); // Another page may succeed.
}

/** @throws UploadError when the upload failed. The signal's reason when the run was ended */
async function reachObject(run: RunScope): Promise<CompletedObject> {
  for (let restarts = 0; ; restarts++) {
    try {
      const prepared = await prepare(run);
      if ('object' in prepared) return prepared.object;
      run.dispatch({ type: 'prepared' });
      return await sendAndComplete(run, prepared);
    } catch (error) {
      run.signal.throwIfAborted();
      if (restarts === MAX_RESTARTS || !isInDoubt(error)) throw error;
      run.memory.suspects = error.partNumbers;
      // What S3 holds belongs to another file with the same fingerprint.
      if (error.code === 'checksum-mismatch') await abortable(dropUpload(run), run.signal);
      run.dispatch({ type: 'restart' });
    }
  }
}

/** Sends the parts, then completes the upload. Small files share their complete requests. */
async function sendAndComplete(run: RunScope, prepared: Prepared): Promise<CompletedObject> {
  const { token, plan, checksums } = prepared.created;
  const { complete } = run.backend;
  const turn = plan.kind === 'single' ? complete.expect() : undefined;
  try {
    await sendParts(run, prepared);
    run.dispatch({ type: 'parts-uploaded' });
    const upload = { token, etags: prepared.ledger.etags(), checksum: await checksums?.ofFile() };
    return (await retrying(run, () => (turn ?? complete).ask(upload))).object;
  } finally {
    turn?.leave();
  }
}

/**
 * Whether preparing again can help. It can when the upload has ended elsewhere, when S3 does not know the upload or
 * misses parts, and when an object is in its place (412). That object may come from our own PUT whose answer was lost.
 * A token that expires during the upload, or parts of another file, lead to a new upload.
 */
function isInDoubt(error: unknown): error is UploadError {
  if (!UploadError.is(error)) return false;
  return /^(upload-|parts-|checksum-|token-)/.test(error.code) || error.status === 412;
}

/**
 * Aborts an upload at S3, and deletes the session. Finishes even when the run ends. Never rejects: the
 * bucket's lifecycle rule removes what could not be aborted.
 *
 * @param left the upload, if it was already taken out of the memory
 */
export async function dropUpload(run: RunScope, left?: Created): Promise<void> {
  const { backend, id, memory, sessions } = run;
  try {
    // The answer to a create request in flight names the upload to abort.
    if (!left) await memory.creating?.catch(() => {});
    const token = (left ?? takeCreated(memory))?.token;
    if (memory.fingerprint) await sessions.forget(memory.fingerprint, id);
    if (!token) return;
    const background = { ...run, signal: new AbortController().signal };
    await retrying(background, () => backend.abort.ask({ token }));
  } catch {}
}

/** Forgets the upload at S3, so that the next run creates another. */
function takeCreated(memory: UploadMemory): Created | undefined {
  const { created } = memory;
  memory.created = memory.session = undefined;
  return created;
}
