import { retrying } from '../retry/retrying.ts';
import type { Created, RunScope, UploadMemory } from './run-scope.ts';

/** Forgets the upload at S3, so that the next run creates another. */
export function takeCreated(memory: UploadMemory): Created | undefined {
  const { created } = memory;
  memory.created = undefined;
  memory.session = undefined;
  return created;
}

/**
 * Has S3 drop what it holds of an upload, and forgets the session. Goes on when the run ends, and never
 * rejects: the bucket's lifecycle rule removes what could not be aborted.
 *
 * @param left the upload, where it was forgotten already
 */
export async function dropUpload(run: RunScope, left?: Created): Promise<void> {
  const { backend, id, memory, sessions } = run;
  try {
    // The answer to a create under way names what has to be aborted.
    if (!left) await memory.creating?.catch(() => {});
    const token = (left ?? takeCreated(memory))?.token;
    if (memory.fingerprint) await sessions.forget(memory.fingerprint, id);
    if (!token) return;
    const background = { ...run, signal: new AbortController().signal };
    await retrying(background, () => backend.abort.ask({ token }));
  } catch {}
}
