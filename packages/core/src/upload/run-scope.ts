import type { RetryScope } from '../retry/retrying.ts';
import type { Created } from './created.ts';
import type { PartLedger } from './part-ledger.ts';
import type { UploadServices } from './services.ts';
import type { UploadEvent } from './state.ts';

/** What one upload keeps from run to run. */
export interface UploadMemory {
  /** The upload at S3, once there is one. */
  created?: Created | undefined;
  /** A create under way: pausing does not end it, so that no second upload is created. */
  creating?: Promise<Created> | undefined;
  /** Set while this upload owns the session of its file. */
  fingerprint?: string | undefined;
}

/** What one run of one upload works with. */
export interface RunScope extends RetryScope {
  readonly id: string;
  readonly file: File;
  readonly services: UploadServices;
  readonly memory: UploadMemory;
  readonly dispatch: (event: UploadEvent) => void;
  /** Hands over the ledger that progress is read from. */
  readonly follow: (ledger: PartLedger) => void;
  readonly onProgress: () => void;
  readonly onPartUploaded: (partNumber: number, etag: string | undefined) => void;
}
