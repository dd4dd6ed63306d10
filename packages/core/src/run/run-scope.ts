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
  /** Those of the file's parts; `undefined` without integrity. */
  readonly checksums: PartChecksums | undefined;
  /** Checksums of sent parts by number, in modes that S3 keeps none of. */
  recorded?: Session['checksums'];
  /** Whether an earlier page, or another device, created it. */
  readonly resumed: boolean;
}

/** A created upload, and the parts that S3 holds of it: some, where another device began it. */
export type CreatedWithParts = readonly [created: Created, listed: readonly StoredPart[]];

/** What one upload keeps from run to run. */
export interface UploadMemory {
  /** As the server is told them: the name may be another than the file's. */
  facts: FileFacts;
  /** How many parts the file has: as expected, or as the latest run cut it. */
  partCount: number;
  /** Whether the latest run continued an upload of an earlier page, or of another device. */
  resumed: boolean;
  /** The ledger of the latest run. */
  ledger?: PartLedger | undefined;
  /** How far another page is that uploads the file, as last heard. */
  elsewhere?: PageProgress | undefined;
  created?: Created | undefined;
  /** A create under way: pausing does not end it, so that no second upload is created. */
  creating?: Promise<CreatedWithParts> | undefined;
  /** Parts that S3 has, but that complete refused. */
  suspects?: readonly number[] | undefined;
  /** Set while this upload owns the session of its file. */
  fingerprint?: string | undefined;
  /** Names the file's contents, also on another device; `undefined` while this upload does not own the session. */
  contents?: string | undefined;
  /** The session as it was first saved. */
  session?: Session | undefined;
}

/** What one run of one upload works with. */
export interface RunScope extends UploadServices {
  readonly id: string;
  readonly file: File;
  /** Leads back to the file after a reload. */
  readonly handle: FileHandle | undefined;
  readonly memory: UploadMemory;
  readonly signal: AbortSignal;
  readonly dispatch: (event: UploadEvent) => void;
  /** Where the upload stands now. */
  readonly status: () => Status;
  /** The ledger is new, or has moved. */
  readonly onProgress: () => void;
  readonly onPartUploaded: (partNumber: number, etag: string | undefined) => void;
}
