import { UploadError } from '@slipway/protocol';
import type { FileHandle } from '../ports/file-handle.ts';
import type { Session } from '../ports/session-store.ts';
import { failure } from '../retry/failure.ts';
import { fingerprint } from '../session/fingerprint.ts';
import type { SessionKeeper } from '../session/session-keeper.ts';
import type { Upload } from '../upload/upload.ts';
import type { EngineSettings } from '../settings.ts';
import type { Uploader } from './uploader.ts';

/** An upload that an earlier page began and did not finish. */
export interface UnfinishedUpload {
  /** Name of the file. */
  readonly name: string;
  /** Bytes of the file. */
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /**
   * Whether the browser knows where the file is, so that {@link UnfinishedUpload.resume} works. Otherwise the user has
   * to choose the file again; adding it goes on with the upload.
   */
  readonly hasFile: boolean;
  /** How much of the file S3 has, 0..1: asks the backend. `undefined` when it does not say. */
  getFraction(): Promise<number | undefined>;
  /**
   * Adds the file again, with what S3 has of it. The browser may ask the user for leave to read it: call this in
   * the handler of a click.
   *
   * @param file what the user chose. @defaultValue the file that the browser knows of
   * @param handle what that came from, where the browser gives one
   * @throws UploadError `file-unreadable` when the file is gone, or the user did not agree; `file-changed` when it is
   * not, or no longer, the one whose upload was begun
   */
  resume(file?: File, handle?: FileHandle): Promise<Upload>;
  /** Forgets it, and has S3 drop the parts that it holds. Never rejects: what S3 keeps, its lifecycle rule removes. */
  discard(): Promise<void>;
}

function nobody(): void {}

/** Lists the sessions that no upload has, of this page or of another. */
export async function listUnfinished(
  { backend, clock, pages, sessions: store }: EngineSettings,
  keeper: SessionKeeper,
  uploader: Uploader,
): Promise<readonly UnfinishedUpload[]> {
  /** Whether it is nobody's, at this moment. */
  async function isFree(session: Session): Promise<boolean> {
    if (session.expiresAt <= clock.now() || keeper.isClaimed(session.fingerprint)) return false;
    try {
      const turn = await pages.take(session.fingerprint, nobody);
      await turn?.end();
      return turn !== undefined;
    } catch {
      return true; // Pages that settle nothing among themselves: this one is alone.
    }
  }

  async function discard(session: Session): Promise<void> {
    if (!(await isFree(session))) return; // Somebody goes on with it by now.
    const { fingerprint, token } = session;
    await store?.delete(fingerprint).catch(nobody);
    await backend.abort([{ token }]).catch(nobody);
  }

  function present(session: Session): UnfinishedUpload {
    const { name, size, createdAt, handle } = session;
    return {
      name,
      size,
      createdAt,
      hasFile: handle !== undefined,
      async getFraction() {
        try {
          const found = await backend.listParts(session.token);
          if (found.status === 'completed') return 1;
          return found.parts.reduce((sum, part) => sum + part.size, 0) / size;
        } catch {
          return undefined; // Going on then tells what is wrong.
        }
      },
      async resume(file, chosenBy = handle) {
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

/** The file as it is now. */
async function readAgain(handle: FileHandle | undefined): Promise<File> {
  try {
    const permission = (await handle?.requestPermission?.({ mode: 'read' })) ?? 'granted';
    if (!handle || permission !== 'granted') throw failure('file-unreadable');
    return await handle.getFile();
  } catch (cause) {
    throw UploadError.is(cause) ? cause : failure('file-unreadable', { cause });
  }
}
