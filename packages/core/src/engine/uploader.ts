import type { CompletedObject, UploadError, UploadPolicy } from '@slipway/protocol';
import type { FileHandle } from '../ports/file-handle.ts';
import type { Upload } from '../upload/upload.ts';
import type { UploaderSnapshot } from './totals.ts';

/** Events report what happened. Read the current state from a snapshot instead of rebuilding it from events. */
export interface UploaderEvents {
  'upload-added': { readonly id: string; readonly file: File };
  'part-uploaded': {
    readonly id: string;
    readonly partNumber: number;
    /** Opaque, with its quotes. `undefined` when CORS does not expose it. */
    readonly etag: string | undefined;
  };
  'upload-completed': { readonly id: string; readonly object: CompletedObject };
  'upload-failed': { readonly id: string; readonly error: UploadError };
  'upload-canceled': { readonly id: string };
  'upload-removed': { readonly id: string };
  /** `forgetAll` was called, here or in another tab. */
  'all-forgotten': { readonly atMs: number };
}

/** An upload that an earlier page started and did not finish. */
export interface UnfinishedUpload {
  /** Name of the file. */
  readonly name: string;
  /** Bytes of the file. */
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /**
   * Whether the browser can read the file again, so that {@link UnfinishedUpload.resume} works without a file. If not,
   * the user must choose the file again. Adding it to the uploader resumes the upload.
   */
  readonly hasFile: boolean;
  /** Asks the backend how much of the file S3 has, from 0 to 1. `undefined` when the backend fails. */
  getFraction(): Promise<number | undefined>;
  /**
   * Adds the file again and sends the parts that S3 does not have. The browser may prompt for permission to read the
   * file, so call this in a click handler.
   *
   * @param file the file that the user chose. @defaultValue the file behind the stored handle
   * @param handle the handle of that file, if the browser gives one
   * @throws UploadError `file-unreadable` when the file is gone or the user denies permission. `file-changed` when the
   * file is another one, or has changed since the upload started
   */
  resume(file?: File, handle?: FileHandle): Promise<Upload>;
  /** Deletes the session and the parts at S3. Never rejects: the bucket's lifecycle rule removes what remains. */
  discard(): Promise<void>;
}

/** Uploads many files over one shared budget of connections. */
export interface UploaderInstance {
  /**
   * Adds a file. If the policy refuses the file, the upload fails at once and says why.
   *
   * @param file a `Blob` becomes a `File` named `blob`, with the extension of its type if it is known (`blob.png`)
   * @param handle the handle of the file, if the browser gives one. It is stored, so that a later page can resume the
   * upload without a new choice of the file
   * @throws Error when the uploader is closed
   */
  add(file: Blob, handle?: FileHandle): Upload;
  addAll(files: Iterable<Blob>): readonly Upload[];
  /** Lists what earlier pages did not finish and no open page uploads now. Oldest first. */
  getUnfinished(): Promise<readonly UnfinishedUpload[]>;
  getUpload(id: string): Upload | undefined;
  /** All uploads at this moment. The same object until something changes. */
  getSnapshot(): UploaderSnapshot;
  /** Calls back after changes, at most once per animation frame. Returns a function that unsubscribes. */
  subscribe(listener: () => void): () => void;
  /** Calls back for each event. Returns a function that stops listening. */
  on<E extends keyof UploaderEvents>(
    event: E,
    listener: (payload: UploaderEvents[E]) => void,
  ): () => void;
  pauseAll(): void;
  /** Resumes every paused upload. Starts those that wait because `autoStart` is off. */
  resumeAll(): void;
  /** Retries every failed upload for which a retry can help. */
  retryAll(): void;
  cancelAll(): Promise<void>;
  /**
   * Moves an upload before another one, or to the end. Waiting uploads start in the new order.
   *
   * @param before id of the other upload. @defaultValue the end of the list
   */
  move(id: string, before?: string): void;
  /** Cancels an upload, unless it is completed, and removes it from the list. Does nothing while S3 completes it. */
  remove(id: string): void;
  /** Removes completed and canceled uploads from the list. */
  clear(): void;
  /**
   * Forgets everything about the user, so that the next user of this browser sees nothing of it. Call it when the user
   * signs out. In all tabs of this origin, uploads stop and leave the list, and all sessions and file handles are
   * deleted. Requests nothing from the backend: S3 keeps the parts of unfinished uploads until they expire. To delete
   * them, call {@link UploaderInstance.cancelAll} first.
   *
   * @returns `false` if the session store failed, so that sessions may be left
   * @throws TypeError when the browser cannot load the script that does it
   */
  forgetAll(): Promise<boolean>;
  /** What this caller may upload. @throws UploadError when the backend fails. The next call asks again */
  getPolicy(): Promise<UploadPolicy>;
  /**
   * Fetches the policy and scripts, starts workers and connects to the storage, so that the first upload does not wait
   * for them. Call it when a user is about to choose files, and again if the choice takes long. Never rejects: uploads
   * retry what fails.
   */
  warmUp(): Promise<void>;
  /** Pauses all uploads, and removes timers and listeners. Sessions stay, so that uploads can be resumed later. */
  close(): void;
}
