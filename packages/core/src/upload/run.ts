import { type CompletedObject, UploadError } from '@slipway/protocol';
import { retrying } from '../retry/retrying.ts';
import { type Prepared, prepare } from './prepare.ts';
import type { RunScope } from './run-scope.ts';
import { sendParts } from './send-parts.ts';

/** How often an upload that is gone at S3 is created anew. */
const MAX_RESTARTS = 2;

/** How often parts that S3 lost are sent again before completing. */
const MAX_REPAIRS = 3;

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
      await sendParts(run, prepared);
      run.dispatch({ type: 'parts-uploaded' });
      return await complete(run, prepared);
    } catch (error) {
      run.signal.throwIfAborted();
      if (restarts === MAX_RESTARTS || !isInDoubt(error)) throw error;
      // Preparing again asks what became of it: the object is there, or parts are, or nothing is.
      run.dispatch({ type: 'restart' });
    }
  }
}

async function complete(run: RunScope, prepared: Prepared): Promise<CompletedObject> {
  const { created, ledger } = prepared;
  for (let repairs = 0; ; repairs++) {
    try {
      const etags = ledger.plan.kind === 'single' ? undefined : ledger.etags();
      const ask = () => run.backend.complete({ token: created.token, etags });
      return (await retrying(run, ask)).object;
    } catch (error) {
      const missing = UploadError.is(error) && error.code === 'parts-missing' && error.partNumbers;
      if (!missing || missing.length === 0 || repairs === MAX_REPAIRS) throw error;
      for (const partNumber of missing) ledger.forget(partNumber);
      run.dispatch({ type: 'parts-missing' });
      await sendParts(run, prepared);
      run.dispatch({ type: 'parts-uploaded' });
    }
  }
}

/** The upload is unknown to S3, or an object is already where this one's should be: it may be ours. */
function isInDoubt(error: unknown): boolean {
  if (!UploadError.is(error)) return false;
  return error.code === 'upload-not-found' || (error.code === 'name-taken' && error.status === 412);
}
