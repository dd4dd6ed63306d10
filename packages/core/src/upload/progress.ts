import type { PartLedger } from './part-ledger.ts';
import type { UploadState } from './state.ts';

/** How far an upload is. Derived whenever it is asked for. */
export interface UploadProgress {
  /** Bytes for the screen: acknowledged by S3 or on the wire. Never goes backwards while the upload lives. */
  readonly loaded: number;
  /** Bytes of the file. */
  readonly total: number;
  /** 0 to 1; at most 0.99 until the object is proven. An empty file is at 0 until then. */
  readonly fraction: number;
  /** Average over the last seconds; `undefined` when not uploading, or too early to tell. */
  readonly bytesPerSecond: number | undefined;
  /** At this speed, in milliseconds; `undefined` when there is no speed. */
  readonly timeLeftMs: number | undefined;
  readonly partsDone: number;
  readonly partCount: number;
}

/**
 * Derives what the screen shows.
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
    // What is on the wire is not there yet, and can come to nothing.
    fraction: isComplete ? 1 : Math.min(loaded / (total || 1), 0.99),
    bytesPerSecond,
    // What is left to send is counted from the bytes that are really there, not from those shown.
    timeLeftMs: bytesPerSecond ? ((total - ledger.loaded) * 1_000) / bytesPerSecond : undefined,
    partsDone: isComplete ? partCount : ledger.partsDone,
    partCount,
  };
}
