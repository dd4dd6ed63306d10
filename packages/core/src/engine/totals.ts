import type { UploadSnapshot } from '../upload/snapshot.ts';
import { ACCEPTED_EVENTS, isRunning, type Status } from '../upload/state.ts';

/** All uploads of the list together. Bytes of failed and canceled uploads do not count. */
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
  /** Whether any upload is preparing, uploading or completing. */
  readonly active: boolean;
}

/** All uploads at one moment. */
export interface UploaderSnapshot {
  /** In the order of the list: as added, or as moved. */
  readonly uploads: readonly UploadSnapshot[];
  readonly totals: UploadTotals;
  /** `false` when the browser refuses storage. Then uploads cannot be resumed after a reload. */
  readonly sessionsAvailable: boolean;
}

/** Adds up uploads, as the snapshot of an uploader does with its own. */
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
  // Empty files have no bytes to count, so completed files count instead.
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
