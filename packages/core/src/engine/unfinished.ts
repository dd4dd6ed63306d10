import { UploadError } from '@slipway/protocol';
import type { UploadBackend } from '../ports/backend.ts';
import type { FileHandle } from '../ports/file-handle.ts';
import type { Session } from '../ports/session-store.ts';
import { failure } from '../retry/failure.ts';
import { fingerprint } from '../run/find-session.ts';
import type { SessionKeeper } from '../session/session-keeper.ts';
import type { EngineSettings } from '../settings.ts';
import type { UnfinishedUpload, UploaderInstance } from './uploader.ts';

export { forgetAll } from './forget-all.ts';

function ignore(): void {}

/** Lists the sessions that no upload uses now, in this page or another. */
export async function listUnfinished(
  { backend, clock, pages, sessions: store }: EngineSettings,
  keeper: SessionKeeper,
  uploader: UploaderInstance,
): Promise<readonly UnfinishedUpload[]> {
  const isForgotten = ({ createdAt }: Session) => createdAt <= keeper.forgottenAtMs;

  /** Whether no upload uses the session at this moment. */
  async function isFree(session: Session): Promise<boolean> {
    if (
      isForgotten(session) ||
      session.expiresAt <= clock.now() ||
      keeper.claims.has(session.fingerprint)
    )
      return false;
    try {
      const turn = await pages.take(session.fingerprint, ignore);
      await turn?.end();
      return turn !== undefined;
    } catch {
      return true; // Where pages cannot take turns, each acts as if it were alone.
    }
  }

  async function discard(session: Session): Promise<void> {
    if (!(await isFree(session))) return; // An upload uses it by now.
    const { fingerprint, token } = session;
    await store?.delete(fingerprint).catch(ignore);
    await backend.abort([{ token }]).catch(ignore);
  }

  function present(session: Session): UnfinishedUpload {
    const { name, size, createdAt, handle } = session;
    return {
      name,
      size,
      createdAt,
      hasFile: handle !== undefined,
      getFraction: async () => (isForgotten(session) ? undefined : readFraction(backend, session)),
      async resume(file, chosenBy = handle) {
        if (isForgotten(session)) throw failure('canceled');
        const found = file ?? (await readAgain(chosenBy));
        if ((await fingerprint(found)).session !== session.fingerprint) {
          throw failure('file-changed');
        }
        return uploader.add(found, chosenBy);
      },
      discard: () => discard(session),
    };
  }

  const kept = await store?.list().catch(() => []);
  const free: Session[] = [];
  for (const session of kept ?? []) if (await isFree(session)) free.push(session);
  return free.sort((a, b) => a.createdAt - b.createdAt).map(present);
}

/** Asks how much of the file S3 has. */
async function readFraction(
  backend: UploadBackend,
  { token, size }: Session,
): Promise<number | undefined> {
  try {
    const found = await backend.listParts(token);
    if (found.status === 'completed') return 1;
    return found.parts.reduce((sum, part) => sum + part.size, 0) / size;
  } catch {
    return undefined; // Resuming reports what is wrong.
  }
}

/** Reads the file behind the handle again, in its current state. */
async function readAgain(handle: FileHandle | undefined): Promise<File> {
  try {
    const permission = (await handle?.requestPermission?.({ mode: 'read' })) ?? 'granted';
    if (!handle || permission !== 'granted') throw failure('file-unreadable');
    return await handle.getFile();
  } catch (cause) {
    throw UploadError.is(cause) ? cause : failure('file-unreadable', { cause });
  }
}
