import * as fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { createTestUploader } from '../testing/index.ts';
import { createPartLedger } from './part-ledger.ts';
import { deriveProgress } from './progress.ts';
import { createSpeedWindow } from './speed.ts';
import type { UploadState } from './state.ts';

test('progress never goes backwards on the screen and ends at 1, whatever S3 does', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({
          call: fc.constantFrom('put 1', 'put 2', 'put 3', 'presign', 'create', 'complete'),
          fault: fc.constantFrom('503', 'lost', 'applied'),
        }),
        { maxLength: 8 },
      ),
      fc.integer({ min: 1, max: 3 }),
      fc.boolean(),
      async (faults, connections, pauses) => {
        const { uploader, s3, clock } = createTestUploader({ connections, maxAttempts: 20 });
        for (const { call, fault } of faults) {
          if (fault === '503') s3.answer(call, 503, 'storage-unavailable');
          else s3.lose(call, { applied: fault === 'applied' });
        }
        const upload = uploader.add(new File(['0123456789'], 'digits.txt'));
        const seen: number[] = [];
        uploader.subscribe(() => seen.push(upload.getSnapshot().progress.loaded));
        if (pauses) {
          await clock.runUntil(s3.receives('put 2'));
          upload.pause();
          upload.resume();
        }
        await clock.runUntil(upload.completed);
        expect(seen).toEqual([...seen].sort((a, b) => a - b));
        expect(upload.getSnapshot().progress.fraction).toBe(1);
        expect([...s3.objects.values()]).toHaveLength(1);
      },
    ),
    { numRuns: 60 },
  );
});

test('progress stays below 1 until the object is proven, even when all bytes are on the wire', () => {
  const onTheWire = { loaded: 10, partsDone: 1 };
  const at = (state: UploadState) => deriveProgress(state, 10, 4, onTheWire, 0, undefined);
  const object = { objectKey: 'k', size: 10, etag: '"e"', contentType: 'text/plain' };

  expect(at({ status: 'uploading', heldBack: false }).fraction).toBe(0.99);
  expect(at({ status: 'completing' }).fraction).toBe(0.99);
  expect(at({ status: 'completed', object }).fraction).toBe(1);
});

test('a ledger counts every byte once, in any order of progress, failure and success', () => {
  const step = fc.record({
    part: fc.integer({ min: 1, max: 4 }),
    does: fc.constantFrom('progress', 'drop', 'finish'),
    loaded: fc.integer({ min: 0, max: 3 }),
  });
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const ledger = createPartLedger({ kind: 'multipart', partSize: 3, partCount: 4 }, 10);
      const done = new Set<number>();
      for (const { part, does, loaded } of steps) {
        if (does === 'progress' && !done.has(part)) ledger.progress(part, loaded);
        if (does === 'drop') ledger.drop(part);
        if (does === 'finish' && !done.has(part)) ledger.finish(part, `"${part}"`);
        if (does === 'finish') done.add(part);
        const bytes = [...done].reduce((sum, n) => sum + (n === 4 ? 1 : 3), 0);
        expect(ledger.doneBytes).toBe(bytes);
        expect(ledger.loaded).toBeGreaterThanOrEqual(bytes);
        expect(ledger.loaded).toBeLessThanOrEqual(10);
        expect(ledger.missing()).toEqual([1, 2, 3, 4].filter((n) => !done.has(n)));
      }
    }),
  );
});

describe('speed', () => {
  test('speed is the average over the last seconds', () => {
    const speed = createSpeedWindow();
    for (let s = 0; s <= 20; s++) speed.sample(s * 1_000, s * 1_000);
    for (let s = 21; s <= 40; s++) speed.sample(20_000 + (s - 20) * 3_000, s * 1_000);
    expect(speed.bytesPerSecond(80_000, 40_000)).toBeCloseTo(3_000);
  });

  test('speed is unknown in the first three seconds', () => {
    const speed = createSpeedWindow();
    speed.sample(0, 0);
    expect(speed.bytesPerSecond(500, 2_999)).toBeUndefined();
    expect(speed.bytesPerSecond(1_500, 3_000)).toBe(500);
  });

  test('speed falls while nothing moves, and is never negative', () => {
    const speed = createSpeedWindow();
    speed.sample(0, 0);
    speed.sample(4_000, 1_000);
    expect(speed.bytesPerSecond(4_000, 4_000)).toBe(1_000);
    expect(speed.bytesPerSecond(-1, 4_000)).toBe(0);
  });
});

test('time left counts the bytes that are really missing, not the ones shown', () => {
  const ledger = { loaded: 60, partsDone: 1 };
  const progress = deriveProgress({ status: 'uploading', heldBack: false }, 100, 2, ledger, 80, 10);
  expect(progress).toMatchObject({ loaded: 80, fraction: 0.8, timeLeftMs: 4_000 });
});

test('the part map shows which parts S3 holds, which are on the wire and which wait', async () => {
  const { uploader, s3, clock } = createTestUploader({ partSize: 4 });
  const upload = uploader.add(new File(['0123456789'], 'digits.txt'));
  expect(upload.getPartMap()).toBe('');

  const release = s3.hold('put 2');
  await vi.waitFor(() => expect(s3.calls).toContain('put 2'));
  expect(upload.getPartMap()).toBe('210');

  release();
  await clock.runUntil(upload.completed);
  expect(upload.getPartMap()).toBe('');
});
