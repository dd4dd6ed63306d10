import { type CompletedObject, UploadError } from '@slipway/protocol';
import { abortable } from '../retry/abortable.ts';
import { retrying } from '../retry/retrying.ts';
import { dropUpload } from './drop-upload.ts';
import { type Prepared, prepare } from './prepare.ts';
import type { RunScope } from './run-scope.ts';
import { sendParts } from './send-parts.ts';

/** How often S3 is asked again what it has, when that is not what was thought. */
const MAX_RESTARTS = 3;

/**
 * Takes one upload from wherever it stands to its object. Fresh, resumed, retried and reloaded uploads
 * all go this way: S3 is asked what it has, and the rest is sent.
 *
 * @throws UploadError when the upload failed; the signal's reason when the run was ended
 */
export async function runUpload(run: RunScope): Promise<CompletedObject> {
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
      // What S3 holds is not of this file: another one looked the same from outside.
      if (error.code === 'checksum-mismatch') await abortable(dropUpload(run), run.signal);
      run.dispatch({ type: 'restart' });
    }
  }
}

/** Small files are sent one by one, and completed by the batch. */
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
 * Preparing again tells what became of the upload when it has ended elsewhere, when S3 does not know it, or misses parts
 * of it, or has an object in its place (412): that one may be ours, from a PUT whose answer was lost. A token that
 * expires in mid-upload leads to a new upload, and so do parts of another file.
 */
function isInDoubt(error: unknown): error is UploadError {
  if (!UploadError.is(error)) return false;
  return /^(upload-|parts-|checksum-|token-)/.test(error.code) || error.status === 412;
}
