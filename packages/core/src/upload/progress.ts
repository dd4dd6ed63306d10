import type { PartLedger } from './part-ledger.ts';
import type { UploadState } from './state.ts';

/** How far an upload is. Computed for each snapshot. */
export interface UploadProgress {
  /** Bytes to show: acknowledged by S3 or on the wire. Never decreases. */
  readonly loaded: number;
  /** Bytes of the file. */
  readonly total: number;
  /** From 0 to 1. At most 0.99 until the object is proven. Until then an empty file is at 0. */
  readonly fraction: number;
  /** Average over the last 8 seconds. `undefined` when not uploading, and in the first three seconds. */
  readonly bytesPerSecond: number | undefined;
  /** Time left at this speed, in milliseconds. `undefined` when there is no speed. */
  readonly timeLeftMs: number | undefined;
  /** Parts that S3 has acknowledged. */
  readonly partsDone: number;
  /** Parts of the file. */
  readonly partCount: number;
}

/**
 * Computes the progress to show.
 *
 * @param shown the largest `loaded` shown so far, in bytes
 */
export function deriveProgress(
  { status }: UploadState,
  total: number,
  partCount: number,
  ledger: Pick<PartLedger, 'loaded' | 'partsDone'>,
  shown: number,
  speed: number | undefined,
): UploadProgress {
  const isComplete = status === 'completed';
  const loaded = isComplete ? total : Math.max(ledger.loaded, shown);
  const bytesPerSecond = status === 'uploading' ? speed : undefined;
  return {
    loaded,
    total,
    // Bytes on the wire have not arrived yet, and may be lost.
    fraction: isComplete ? 1 : Math.min(loaded / (total || 1), 0.99),
    bytesPerSecond,
    // The bytes left to send depend on what S3 really has, not on what is shown.
    timeLeftMs: bytesPerSecond ? ((total - ledger.loaded) * 1_000) / bytesPerSecond : undefined,
    partsDone: isComplete ? partCount : ledger.partsDone,
    partCount,
  };
}
