import type { PauseReason, UploadSnapshot } from '@slipway/core';
import { describeError } from './error-text.ts';
import type { Format } from './format.ts';
import type { Messages } from './messages.ts';

/** One piece of the line under a file's name. */
export interface Detail {
  readonly name: 'status' | 'bytes' | 'speed' | 'time-left' | 'fraction' | 'since';
  readonly text: string;
}

const PAUSES = {
  user: 'paused',
  offline: 'offline',
  'other-page': 'otherPage',
} as const satisfies Record<PauseReason, string>;

/** Describes the state of an upload. */
export function describeUpload(
  upload: UploadSnapshot,
  messages: Messages,
  format: Format,
): readonly Detail[] {
  const { state, progress } = upload;
  const size: Detail = { name: 'bytes', text: format.size(upload.size) };
  const loaded = describeLoaded(progress.loaded, progress.total, messages, format);

  switch (state.status) {
    case 'uploading':
      if (state.heldBack) return [status(messages.status.heldBack), loaded];
      return [
        status(messages.status.uploading),
        loaded,
        ...describePace(progress, messages, format),
      ];
    case 'paused':
      return [status(messages.status[PAUSES[state.reason]]), loaded];
    case 'failed':
      return [status(describeError(state.error, messages, format))];
    default:
      return [status(messages.status[state.status]), size];
  }
}

/** Describes an upload that is about to be canceled. */
export function describeCanceled(
  upload: UploadSnapshot,
  messages: Messages,
  format: Format,
): readonly Detail[] {
  return [status(messages.status.canceled), { name: 'bytes', text: format.size(upload.size) }];
}

function status(text: string): Detail {
  return { name: 'status', text };
}

/** `412 MB of 1.4 GB` */
export function describeLoaded(
  loaded: number,
  total: number,
  messages: Messages,
  format: Format,
): Detail {
  return { name: 'bytes', text: messages.loadedOfTotal(loaded, total, format) };
}

/** Describes the speed and the time left, if they are known. */
export function describePace(
  pace: {
    readonly bytesPerSecond: number | undefined;
    readonly timeLeftMs: number | undefined;
  },
  messages: Messages,
  format: Format,
): readonly Detail[] {
  const details: Detail[] = [];
  if (pace.bytesPerSecond !== undefined) {
    details.push({ name: 'speed', text: format.speed(pace.bytesPerSecond) });
  }
  if (pace.timeLeftMs !== undefined && Number.isFinite(pace.timeLeftMs)) {
    details.push({ name: 'time-left', text: messages.timeLeft(pace.timeLeftMs, format) });
  }
  return details;
}
