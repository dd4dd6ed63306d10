import type { CompletedObject } from '@slipway/protocol';
import type { UploadSnapshot } from './snapshot.ts';

/** One file on its way to one object. A command that the current state does not accept does nothing. */
export interface Upload {
  /** Local id of the upload. Unique in the page. */
  readonly id: string;
  readonly file: File;
  /**
   * Resolves with the object. Rejects with an `UploadError` when the upload fails, and with code `canceled` when it is
   * canceled. {@link Upload.retry} creates a new promise. A rejection need not be handled.
   */
  readonly completed: Promise<CompletedObject>;
  /** The upload at this moment. The same object while nothing changes. */
  getSnapshot(): UploadSnapshot;
  /**
   * One character per part of the file: `2` S3 holds it, `1` it is on the wire, `0` it waits. Empty before the upload
   * starts and after it has completed. Computed at each call.
   */
  getPartMap(): string;
  /**
   * Names the object after `name` instead of the file's name. Has an effect only until the upload is created: see
   * `actions.canRename` of the snapshot. The file and its session keep their name.
   */
  rename(name: string): void;
  /** Starts the upload, if the uploader's `autoStart` is off. The same as {@link Upload.resume}. */
  start(): void;
  /** Stops sending. S3 keeps the parts that it has. */
  pause(): void;
  /** Sends the parts that S3 does not have. */
  resume(): void;
  /** Like resume, for a failed upload. */
  retry(): void;
  /**
   * Stops the upload for good and deletes its parts at S3. Settles once they are deleted, or all attempts to delete
   * them have failed. Never rejects. Does nothing while S3 assembles the object.
   */
  cancel(): Promise<void>;
}
