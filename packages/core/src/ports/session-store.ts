import type { Integrity, PartPlan } from '@slipway/protocol';
import type { FileHandle } from './file-handle.ts';

/**
 * What must survive a reload so that an upload can be resumed. Holds only what S3 cannot tell, and never file bytes.
 */
export interface Session {
  /** Identifies the file. The key of the store. */
  readonly fingerprint: string;
  /** Name of the file, shown to the user. */
  readonly name: string;
  /** Bytes of the file. */
  readonly size: number;
  /** Gives access to the file again, if the page received the file with a handle. */
  readonly handle?: FileHandle | undefined;
  /** The sealed upload token. */
  readonly token: string;
  /** The part plan chosen at create. Later changes of options do not affect it. */
  readonly plan: PartPlan;
  readonly integrity: Integrity;
  readonly objectKey: string;
  /** Checksums of sent parts by part number, in base64. Only for modes that S3 does not keep (`md5`). */
  readonly checksums?: Readonly<Record<number, string>> | undefined;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** Milliseconds since 1970. From then on the session is ignored and removed. */
  readonly expiresAt: number;
}

/** Stores sessions across page loads. Any method may reject: then uploads cannot be resumed after a reload. */
export interface SessionStore {
  /** Adds the session, or replaces the one with the same fingerprint. */
  put(session: Session): Promise<void>;
  /** Removes a session, if it exists. */
  delete(fingerprint: string): Promise<void>;
  /** All sessions. There are few, because only unfinished uploads have one. */
  list(): Promise<readonly Session[]>;
}
