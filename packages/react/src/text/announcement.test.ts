import { type Status, UploadError, type UploaderSnapshot } from '@slipway/core';
import { expect, test } from 'vitest';
import { idleUploader } from '../uploader/idle-uploader.ts';
import { announce, type Happening } from './announcement.ts';
import { english } from './english.ts';
import { createFormat } from './format.ts';
import { describeTotals } from './summary-text.ts';

const format = createFormat('en');

test('an announcement names a single file and counts several', () => {
  const now = uploads({ uploading: 3 });
  expect(say([happening('a', 'started')], now)).toBe('Uploading a.txt.');
  expect(say([happening('a', 'started'), happening('b', 'started')], now)).toBe(
    'Uploading 2 files.',
  );
  expect(say([happening('a', 'completed')], now)).toBe('a.txt uploaded.');
  expect(say([happening('a', 'canceled')], now)).toBe('Canceled a.txt.');
});

test('an announcement has only the last event of a file', () => {
  const said = say([happening('a', 'started'), failure('a')], uploads({ failed: 1 }));
  expect(said).toBe("Couldn't upload a.txt. Connection lost. Check your network, then retry.");
});

test('different events share one announcement', () => {
  const said = say(
    [happening('a', 'started'), happening('b', 'completed'), failure('c'), failure('d')],
    uploads({ uploading: 1, completed: 1, failed: 2 }),
  );
  expect(said).toBe('Uploading a.txt. b.txt uploaded. 2 uploads failed.');
});

test('the last file announces that all are uploaded, unless one failed or still waits', () => {
  const last = [happening('c', 'completed')];
  expect(say(last, uploads({ completed: 3 }))).toBe('All 3 files uploaded.');
  expect(say(last, uploads({ completed: 3, canceled: 1 }))).toBe('All 3 files uploaded.');
  expect(say(last, uploads({ completed: 3, failed: 1 }))).toBe('c.txt uploaded.');
  expect(say(last, uploads({ completed: 3, queued: 1 }))).toBe('c.txt uploaded.');
});

test('without events the announcement is empty', () => {
  expect(say([], uploads({ uploading: 1 }))).toBe('');
});

test('the headline says how many files are uploaded, in progress, paused or failed', () => {
  expect(headline({ uploading: 1, queued: 2 })).toBe('Uploading 1 of 3');
  expect(headline({ uploading: 1, canceled: 1 })).toBe('Uploading');
  expect(headline({ paused: 1 })).toBe('Paused');
  expect(headline({ completing: 1, completed: 1, failed: 1 })).toBe('Uploading 2 of 3');
  expect(headline({ uploading: 1, completed: 1, canceled: 5 })).toBe('Uploading 2 of 2');
  expect(headline({ paused: 2, completed: 1 })).toBe('Paused, 1 of 3 uploaded');
  expect(headline({ completed: 1 })).toBe('1 file uploaded');
  expect(headline({ completed: 1_200, canceled: 1 })).toBe('1,200 files uploaded');
  expect(headline({ completed: 1, failed: 2 })).toBe('2 of 3 files failed');
  expect(headline({ canceled: 1 })).toBe('1 file');
});

type Counts = Partial<Record<Status, number>>;

function uploads(counts: Counts): UploaderSnapshot {
  const empty = idleUploader.getSnapshot();
  const byStatus = { ...empty.totals.byStatus, ...counts };
  const count = Object.values(byStatus).reduce((sum, n) => sum + n, 0);
  return { ...empty, totals: { ...empty.totals, byStatus, count } };
}

function headline(counts: Counts): string {
  return describeTotals(uploads(counts), english, format);
}

function say(happenings: readonly Happening[], snapshot: UploaderSnapshot): string {
  return announce(happenings, snapshot, english, format);
}

function happening(id: string, kind: 'started' | 'completed' | 'canceled'): Happening {
  return { id, name: `${id}.txt`, kind };
}

function failure(id: string): Happening {
  return { id, name: `${id}.txt`, kind: 'failed', error: new UploadError('network-error') };
}
