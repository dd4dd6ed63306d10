import type { CompletedObject } from '@slipway/protocol';
import type { UploadSnapshot } from './snapshot.ts';

/** One file on its way to one object. Commands that the current state does not accept do nothing. */
export interface Upload {
  /** Local name of the upload; unique in the page. */
  readonly id: string;
  readonly file: File;
  /**
   * Resolves with the object; rejects with an `UploadError` on failure, or with code `canceled`. After
   * {@link Upload.retry} it is a new promise. Not listening to it is fine.
   */
  readonly completed: Promise<CompletedObject>;
  /** The upload at this moment; the same object while nothing changed. */
  getSnapshot(): UploadSnapshot;
  /**
   * A character for each part of the file: `2` S3 holds it, `1` it is on the wire, `0` it waits. Empty where nothing is
   * known of parts: before the upload has begun, and once it is completed. Made when it is asked for.
   */
  getPartMap(): string;
  /**
   * Has the object named after this in place of the file's name. Too late once something of it was created: see
   * `actions.canRename` of the snapshot. The file itself, and what is remembered of it, keep their name.
   */
  rename(name: string): void;
  /** Begins, where the uploader's `autoStart` is off. The same as {@link Upload.resume}. */
  start(): void;
  /** Stops sending; S3 keeps the parts it has. */
  pause(): void;
  /** Goes on with the parts S3 does not have. */
  resume(): void;
  /** As resume, from failed. */
  retry(): void;
  /**
   * Gives up, and has S3 drop the parts it holds. Settles when S3 has, or will not; never rejects.
   * Too late while S3 is assembling the object.
   */
  cancel(): Promise<void>;
}
