import type { UploadSnapshot } from '../upload/snapshot.ts';
import { ACCEPTED_EVENTS, isRunning, type Status } from '../upload/state.ts';

/** All uploads of the list together. Bytes of failed and canceled ones are left out. */
export interface UploadTotals {
  readonly count: number;
  readonly byStatus: Readonly<Record<Status, number>>;
  /** Bytes. */
  readonly loaded: number;
  /** Bytes. */
  readonly total: number;
  /** 0 to 1. */
  readonly fraction: number;
  readonly bytesPerSecond: number | undefined;
  readonly timeLeftMs: number | undefined;
  /** Whether anything is preparing, uploading or completing. */
  readonly active: boolean;
}

/** Everything the screen shows, at one moment. */
export interface UploaderSnapshot {
  /** In the order in which the files were added. */
  readonly uploads: readonly UploadSnapshot[];
  readonly totals: UploadTotals;
  /** `false` when nothing can be remembered: an upload cannot be resumed after a reload. */
  readonly sessionsAvailable: boolean;
}

/** Adds up the list. */
export function sumUp(uploads: readonly UploadSnapshot[]): UploadTotals {
  const none = Object.keys(ACCEPTED_EVENTS).map((status) => [status, 0]);
  const byStatus: Record<Status, number> = Object.fromEntries(none);
  let loaded = 0;
  let total = 0;
  let speed: number | undefined;
  let active = false;
  for (const { state, progress } of uploads) {
    const { status } = state;
    byStatus[status]++;
    active ||= isRunning(status);
    if (status === 'failed' || status === 'canceled') continue;
    loaded += progress.loaded;
    total += progress.total;
    if (progress.bytesPerSecond !== undefined) speed = (speed ?? 0) + progress.bytesPerSecond;
  }
  const wanted = uploads.length - byStatus.failed - byStatus.canceled;
  // Empty files alone have no bytes to count: their completions are.
  const fraction = total ? loaded / total : byStatus.completed / (wanted || 1);
  return {
    count: uploads.length,
    byStatus,
    loaded,
    total,
    fraction,
    bytesPerSecond: speed,
    timeLeftMs: speed ? ((total - loaded) * 1_000) / speed : undefined,
    active,
  };
}
