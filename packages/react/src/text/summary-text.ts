import type { UploaderSnapshot } from '@slipway/core';
import type { Format } from './format.ts';
import type { Messages } from './messages.ts';

/** How many uploads have not ended yet. */
export function countPending({ totals: { byStatus } }: UploaderSnapshot): number {
  const { queued, preparing, uploading, paused, completing } = byStatus;
  return queued + preparing + uploading + paused + completing;
}

/** Whether an upload waits because the storage asked to slow down. */
export function isHeldBack({ uploads, totals }: UploaderSnapshot): boolean {
  if (totals.byStatus.uploading === 0) return false;
  return uploads.some(({ state }) => state.status === 'uploading' && state.heldBack);
}

/** The headline above the list: the progress of all files in a few words. */
export function describeTotals(
  snapshot: UploaderSnapshot,
  messages: Messages,
  format: Format,
): string {
  const { byStatus, count: all } = snapshot.totals;
  const { completed, failed, paused, canceled } = byStatus;
  const { summary } = messages;
  // Files that the user canceled do not count.
  const count = all - canceled;
  const pending = countPending(snapshot);
  const isPaused = pending > 0 && pending === paused;
  if (pending > 0 && count === 1) return messages.status[isPaused ? 'paused' : 'uploading'];
  if (isPaused) return summary.paused(completed, count, format);
  if (pending > 0) return summary.uploading(Math.min(completed + 1, count), count, format);
  if (failed > 0) return summary.failed(failed, count, format);
  if (completed > 0) return summary.completed(completed, format);
  return summary.idle(all, format);
}
