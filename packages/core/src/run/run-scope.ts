import type { CreatedUpload, FileFacts, StoredPart } from '@slipway/protocol';
import type { FileHandle } from '../ports/file-handle.ts';
import type { PageProgress } from '../ports/other-pages.ts';
import type { Session } from '../ports/session-store.ts';
import type { PartLedger } from '../upload/part-ledger.ts';
import type { Status, UploadEvent } from '../upload/state.ts';
import type { PartChecksums } from './part-checksums.ts';
import type { UploadServices } from './services.ts';
import type { UrlPool } from './url-pool.ts';

/** An upload that exists at S3, as this page knows it. */
export interface Created extends Pick<CreatedUpload, 'token' | 'plan'> {
  readonly urls: UrlPool;
  /** Checksums of the file's parts. `undefined` if the policy asks for none. */
  readonly checksums: PartChecksums | undefined;
  /** Checksums of sent parts by number, in modes that S3 does not keep. */
  recorded?: Session['checksums'];
  /** Whether an earlier page or another device created the upload. */
  readonly resumed: boolean;
}

/** A created upload, and the parts that S3 holds of it. There are some if another device started it. */
export type CreatedWithParts = readonly [created: Created, listed: readonly StoredPart[]];

/** What one upload keeps from run to run. */
export interface UploadMemory {
  /** What the server learns about the file. The user may have changed the name. */
  facts: FileFacts;
  /** How many parts the file has. Expected at first, then from the plan of the latest run. */
  partCount: number;
  /** Whether the latest run continued an upload of an earlier page or another device. */
  resumed: boolean;
  /** The ledger of the latest run. */
  ledger?: PartLedger | undefined;
  /** The latest progress reported by another page that uploads the file. */
  elsewhere?: PageProgress | undefined;
  /** The upload at S3, once it is created or found. */
  created?: Created | undefined;
  /** A create request in flight. Pausing does not end it, so that no second upload is created. */
  creating?: Promise<CreatedWithParts> | undefined;
  /** Parts that S3 holds but that complete refused. */
  suspects?: readonly number[] | undefined;
  /** Set while this upload owns the session of its file. */
  fingerprint?: string | undefined;
  /** Identifies the file's contents on every device. `undefined` while this upload does not own the session. */
  contents?: string | undefined;
  /** The session as it was saved first. */
  session?: Session | undefined;
}

/** What one run of one upload uses. */
export interface RunScope extends UploadServices {
  readonly id: string;
  readonly file: File;
  /** Gives access to the file again after a reload. */
  readonly handle: FileHandle | undefined;
  readonly memory: UploadMemory;
  readonly signal: AbortSignal;
  readonly dispatch: (event: UploadEvent) => void;
  /** Where the upload stands now. */
  readonly status: () => Status;
  /** Call this when the ledger is a new one, or has changed. */
  readonly onProgress: () => void;
  readonly onPartUploaded: (partNumber: number, etag: string | undefined) => void;
}
