import { UploadError, type UploadSnapshot, type UploadState } from '@slipway/core';
import { expect, test } from 'vitest';
import { english } from './english.ts';
import { createFormat } from './format.ts';
import { describeUpload } from './upload-text.ts';

const GB = 1e9;

test('every state has a text', () => {
  expect(words({ status: 'queued' })).toEqual(['Waiting', '2 GB']);
  expect(words({ status: 'preparing' })).toEqual(['Preparing…', '2 GB']);
  expect(words({ status: 'paused', reason: 'user' })).toEqual(['Paused', '1.00 GB of 2 GB']);
  expect(words({ status: 'paused', reason: 'offline' })).toEqual([
    "You're offline. Will resume when you reconnect.",
    '1.00 GB of 2 GB',
  ]);
  expect(words({ status: 'completing' })).toEqual(['Finishing up…', '2 GB']);
  expect(words({ status: 'canceled' })).toEqual(['Canceled', '2 GB']);
  expect(words({ status: 'failed', error: new UploadError('stalled') })).toEqual([
    'Connection timed out. Check your network, then retry.',
  ]);
});

test('speed and time left are shown once they are known', () => {
  expect(words({ status: 'uploading', heldBack: false })).toEqual(['Uploading', '1.00 GB of 2 GB']);
  expect(words({ status: 'uploading', heldBack: true }, 24e6)).toEqual([
    'Storage is busy. Will continue automatically.',
    '1.00 GB of 2 GB',
  ]);
  expect(words({ status: 'uploading', heldBack: false }, 24e6, 42_000)).toEqual([
    'Uploading',
    '1.00 GB of 2 GB',
    '24 MB/s',
    '45 sec left',
  ]);
  expect(words({ status: 'uploading', heldBack: false }, 0, Number.POSITIVE_INFINITY)).toEqual([
    'Uploading',
    '1.00 GB of 2 GB',
    '0 kB/s',
  ]);
});

function words(state: UploadState, bytesPerSecond?: number, timeLeftMs?: number): string[] {
  const upload: UploadSnapshot = {
    id: '1',
    name: 'film.mov',
    size: 2 * GB,
    type: 'video/quicktime',
    state,
    progress: {
      loaded: GB,
      total: 2 * GB,
      fraction: 0.5,
      bytesPerSecond,
      timeLeftMs,
      partsDone: 3,
      partCount: 6,
    },
    resumed: false,
    actions: {
      canPause: false,
      canResume: false,
      canCancel: false,
      canRetry: false,
      canRename: false,
    },
  };
  return describeUpload(upload, english, createFormat('en')).map(({ text }) => text);
}
