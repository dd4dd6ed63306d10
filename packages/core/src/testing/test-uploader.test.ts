import { expect, test } from 'vitest';
import { createManualClock, createSeededRandom, createTestUploader } from './index.ts';

const digits = () => new File(['0123456789'], 'digits.txt');

test('faults of a script happen in order, each once', async () => {
  const { uploader, s3, clock } = createTestUploader({ partSize: 4 });
  s3.answer('put 2', 503, 'SlowDown');

  await clock.runUntil(uploader.add(digits()).completed);

  expect(s3.calls).toEqual([
    'create',
    'put 1',
    'put 2',
    'put 3',
    'presign 2',
    'put 2',
    'complete 1,2,3',
  ]);
});

async function runWithLosses(seed: number): Promise<unknown[]> {
  const { uploader, s3, clock } = createTestUploader({ connections: 3, seed });
  for (let i = 0; i < 5; i++) s3.lose('put');
  await clock.runUntil(uploader.add(digits()).completed);
  return [...s3.calls, clock.now()];
}

test('the same seed produces the same run', async () => {
  expect(await runWithLosses(5)).toEqual(await runWithLosses(5));
  expect(await runWithLosses(5)).not.toEqual(await runWithLosses(6));
});

test('a held call continues when it is released', async () => {
  const { uploader, s3 } = createTestUploader();
  const release = s3.hold('put 1');
  const upload = uploader.add(digits());
  await expect.poll(() => s3.calls).toContain('put 1');
  expect(upload.getSnapshot().state.status).toBe('uploading');
  release();
  await upload.completed;
});

test('a clock fires due timers in order, and no canceled ones', () => {
  const clock = createManualClock(0);
  const fired: number[] = [];
  clock.setTimer(() => fired.push(30), 30);
  clock.setTimer(() => fired.push(10), 10);
  clock.setTimer(() => fired.push(20), 20)();
  clock.setTimer(() => clock.setTimer(() => fired.push(15), 5), 10);
  clock.advance(29);
  expect(fired).toEqual([10, 15]);
  expect(clock.now()).toBe(29);
  expect(clock.pendingTimers).toBe(1);
});

test('random numbers are spread from 0 up to 1, without 1', () => {
  const random = createSeededRandom(3);
  const numbers = Array.from({ length: 1_000 }, () => random.next());
  expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...numbers)).toBeLessThan(1);
  expect(numbers.reduce((sum, n) => sum + n, 0) / 1_000).toBeCloseTo(0.5, 1);
});
