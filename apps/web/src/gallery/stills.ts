import { type PauseReason, UploadError, type UploadErrorCode } from '@slipway/core';
import type { StillUnfinished, StillUpload } from '@slipway/core/testing';

export const MB = 1e6;
export const GB = 1e9;

type Facts = Partial<Omit<StillUpload, 'name' | 'size' | 'state'>>;

/** An upload in flight, with its loaded bytes and bytes per second. */
export function uploading(
  name: string,
  size: number,
  fraction: number,
  bytesPerSecond?: number,
  facts: Facts = {},
): StillUpload {
  const partCount = Math.ceil(size / (16 * MB));
  const loaded = size * fraction;
  return {
    name,
    size,
    state: { status: 'uploading', heldBack: false },
    loaded,
    bytesPerSecond,
    partCount,
    ...facts,
  };
}

/** An upload that the storage asked to slow down. */
export function heldBack(name: string, size: number, fraction: number): StillUpload {
  return { ...uploading(name, size, fraction), state: { status: 'uploading', heldBack: true } };
}

/** An upload that the user or the network paused. */
export function paused(
  name: string,
  size: number,
  fraction: number,
  reason: PauseReason = 'user',
): StillUpload {
  return { ...uploading(name, size, fraction), state: { status: 'paused', reason } };
}

/** A completed upload. */
export function completed(name: string, size: number, facts: Facts = {}): StillUpload {
  const object = { objectKey: `uploads/${name}`, size, etag: '"1"', contentType: '' };
  return { name, size, state: { status: 'completed', object }, ...facts };
}

/** An upload that failed with this error. */
export function failed(
  name: string,
  size: number,
  code: UploadErrorCode,
  limit?: number,
): StillUpload {
  return { name, size, state: { status: 'failed', error: new UploadError(code, { limit }) } };
}

/** An upload that sends nothing: it waits, prepares, completes or was canceled. */
export function waiting(
  name: string,
  size: number,
  status: 'queued' | 'preparing' | 'completing' | 'canceled' = 'queued',
): StillUpload {
  return { name, size, state: { status }, loaded: status === 'completing' ? size : 0 };
}

const HOUR_MS = 60 * 60 * 1_000;

/** An upload that started two hours ago and never finished. */
export function unfinished(
  name: string,
  size: number,
  fraction: number,
  hasFile: boolean,
): StillUnfinished {
  return { name, size, fraction, hasFile, createdAt: Date.now() - 2 * HOUR_MS };
}
