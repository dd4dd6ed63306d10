import type { Integrity, PartPlan } from '@slipway/protocol';
import type { FileHandle } from './file-handle.ts';

/**
 * What has to outlive the page for an upload to be resumed: only what S3 cannot be asked. Never file
 * bytes.
 */
export interface Session {
  /** Names the file. The key of the store. */
  readonly fingerprint: string;
  /** Name of the file, for the user. */
  readonly name: string;
  /** Bytes of the file. */
  readonly size: number;
  /** Leads back to the file, where the page was given it by one. */
  readonly handle?: FileHandle | undefined;
  /** The sealed upload token. */
  readonly token: string;
  /** How the file was cut at create; a later change of options must not change it. */
  readonly plan: PartPlan;
  readonly integrity: Integrity;
  readonly objectKey: string;
  /** Base64 of the checksums of sent parts by number, in modes that S3 keeps none of (`md5`). */
  readonly checksums?: Readonly<Record<number, string>> | undefined;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** Milliseconds since 1970; from then on the session is of no use. */
  readonly expiresAt: number;
}

/** Remembers sessions across page loads. Any method may reject: that costs only resuming. */
export interface SessionStore {
  /** Adds the session, or replaces the one with the same fingerprint. */
  put(session: Session): Promise<void>;
  /** Removes a session; one that is not there is removed already. */
  delete(fingerprint: string): Promise<void>;
  /** All of them: few, since only unfinished uploads have one. */
  list(): Promise<readonly Session[]>;
}
