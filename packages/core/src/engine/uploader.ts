import type { CompletedObject, UploadError, UploadPolicy } from '@slipway/protocol';
import type { FileHandle } from '../ports/file-handle.ts';
import type { Upload } from '../upload/upload.ts';
import type { UploaderSnapshot } from './totals.ts';

/** Things that happened, in the past tense. Current state is read from a snapshot, not rebuilt from events. */
export interface UploaderEvents {
  'upload-added': { readonly id: string; readonly file: File };
  'part-uploaded': {
    readonly id: string;
    readonly partNumber: number;
    /** Opaque, with its quotes; `undefined` when CORS does not expose it. */
    readonly etag: string | undefined;
  };
  'upload-completed': { readonly id: string; readonly object: CompletedObject };
  'upload-failed': { readonly id: string; readonly error: UploadError };
  'upload-canceled': { readonly id: string };
  'upload-removed': { readonly id: string };
}

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

/** Many uploads over one budget of connections. */
export interface Uploader {
  /**
   * Adds a file. One that the policy refuses becomes an upload that has failed and says why.
   *
   * @param file a `Blob` becomes a `File` named `blob`, with the extension of its type where that can be told (`blob.png`)
   * @param handle what the file came from, where the browser gives one: kept, so that another page can go on with the
   * upload without being given the file again
   */
  add(file: Blob, handle?: FileHandle): Upload;
  addAll(files: Iterable<Blob>): readonly Upload[];
  /** What earlier pages began and did not finish, and no other page is about to. Oldest first. */
  getUnfinished(): Promise<readonly UnfinishedUpload[]>;
  getUpload(id: string): Upload | undefined;
  /** Everything at this moment; the same object until something changed. */
  getSnapshot(): UploaderSnapshot;
  /** Calls back after changes, at most once per animation frame. Returns what ends it. */
  subscribe(listener: () => void): () => void;
  /** Calls back when something happened. Returns what ends it. */
  on<E extends keyof UploaderEvents>(
    event: E,
    listener: (payload: UploaderEvents[E]) => void,
  ): () => void;
  pauseAll(): void;
  /** Resumes what is paused, and starts what waits for it. */
  resumeAll(): void;
  /** Retries what failed and can be retried. */
  retryAll(): void;
  cancelAll(): Promise<void>;
  /**
   * Puts an upload before another one, or at the end: on the list, and in the order in which those that wait begin.
   *
   * @param before id of the other one. @defaultValue the end of the list
   */
  move(id: string, before?: string): void;
  /** Takes an upload off the list; cancels it before unless it is completed. Too late while completing. */
  remove(id: string): void;
  /** Takes the completed and canceled uploads off the list. */
  clear(): void;
  /** What this caller may upload. @throws UploadError when the backend does not say; the next call asks again */
  getPolicy(): Promise<UploadPolicy>;
  /**
   * Gets the policy, scripts, workers and a connection to the storage, which the first upload would wait for: to be
   * called when a user is about to choose files, and again when that takes longer. Never rejects; what fails now is tried again by the upload.
   */
  warmUp(): Promise<void>;
  /** Pauses everything and lets go of the page. Sessions stay, so that uploads can be resumed later. */
  close(): void;
}
