import type { UploadState } from './state.ts';

/** How far an upload is. Derived whenever it is asked for. */
export interface UploadProgress {
  /** Bytes for the screen: acknowledged by S3 or on the wire. Never goes backwards while the upload lives. */
  readonly loaded: number;
  /** Bytes of the file. */
  readonly total: number;
  /** 0 to 1. An empty file is at 0 until it is completed. */
  readonly fraction: number;
  /** Average over the last seconds; `undefined` when not uploading, or too early to tell. */
  readonly bytesPerSecond: number | undefined;
  /** At this speed, in milliseconds; `undefined` when there is no speed. */
  readonly timeLeftMs: number | undefined;
  readonly partsDone: number;
  readonly partCount: number;
}

/** What progress is derived from. */
export interface ProgressFacts {
  readonly state: UploadState;
  readonly total: number;
  /** The largest `loaded` shown so far, in bytes. */
  readonly highWater: number;
  /** Bytes acknowledged or on the wire now. */
  readonly loaded: number;
  readonly bytesPerSecond: number | undefined;
  readonly partsDone: number;
  readonly partCount: number;
}

/** Derives what the screen shows. */
export function deriveProgress(facts: ProgressFacts): UploadProgress {
  const { state, total, partCount } = facts;
  const isComplete = state.status === 'completed';
  const loaded = isComplete ? total : Math.min(Math.max(facts.loaded, facts.highWater), total);
  const bytesPerSecond = state.status === 'uploading' ? facts.bytesPerSecond : undefined;
  return {
    loaded,
    total,
    fraction: isComplete ? 1 : loaded / (total || 1),
    bytesPerSecond,
    // What is left to send is counted from the bytes that are really there, not from those shown.
    timeLeftMs: bytesPerSecond ? ((total - facts.loaded) * 1_000) / bytesPerSecond : undefined,
    partsDone: isComplete ? partCount : facts.partsDone,
    partCount,
  };
}
