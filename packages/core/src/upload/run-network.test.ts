import { expect, test } from 'vitest';
import { createTestUploader } from '../testing/index.ts';

const digits = () => new File(['0123456789'], 'digits.txt', { lastModified: 1 });
const tiny = () => new File(['abc'], 'tiny.txt', { lastModified: 1 });

test('a broken connection uses up one attempt, and the part is sent again', async () => {
  const { uploader, s3, clock } = createTestUploader();
  s3.lose('put 2');
  s3.lose('put 2', { applied: true });

  await clock.runUntil(uploader.add(digits()).completed);

  expect(s3.calls.filter((call) => call === 'put 2')).toHaveLength(3);
});

test('a part that never succeeds fails the upload, and retry continues where it was', async () => {
  const { uploader, s3, clock } = createTestUploader({ maxAttempts: 3 });
  const upload = uploader.add(digits());
  for (let i = 0; i < 3; i++) s3.lose('put 3');

  await expect(clock.runUntil(upload.completed)).rejects.toMatchObject({
    code: 'network-error',
  });
  expect(upload.getSnapshot()).toMatchObject({
    state: { status: 'failed' },
    actions: { canRetry: true, canPause: false, canResume: false },
  });

  upload.retry();
  await upload.completed;
  expect(s3.calls.slice(-4)).toEqual(['list', 'presign 3', 'put 3', 'complete 1,2,3']);
});

test('the count of attempts restarts whenever any part succeeds', async () => {
  const { uploader, s3, clock } = createTestUploader({ maxAttempts: 2 });
  s3.answer('put 1', 503, 'SlowDown');
  s3.answer('put 1', 503, 'SlowDown'); // Parts 2 and 3 have succeeded by then.

  await clock.runUntil(uploader.add(digits()).completed);

  expect(s3.calls.filter((call) => call === 'put 1')).toHaveLength(3);
});

test('an upload pauses while offline, uses up no attempt, and resumes by itself', async () => {
  const { uploader, s3, clock, connectivity } = createTestUploader({ maxAttempts: 1 });
  const upload = uploader.add(digits());
  await s3.receives('put 1');
  s3.lose('put 2');
  connectivity.goOffline();
  await expect
    .poll(() => upload.getSnapshot().state)
    .toEqual({ status: 'paused', reason: 'offline' });
  await expect.poll(() => clock.pendingTimers).toBe(0);

  connectivity.goOnline();

  await upload.completed;
  expect(s3.calls.filter((call) => call === 'put 2')).toHaveLength(2);
});

test('an upload that the user pauses while offline stays paused', async () => {
  const { uploader, s3, connectivity } = createTestUploader();
  const upload = uploader.add(digits());
  s3.lose('put 1');
  connectivity.goOffline();
  await expect.poll(() => upload.getSnapshot().state.status).toBe('paused');

  upload.pause();
  connectivity.goOnline();

  expect(upload.getSnapshot().state).toEqual({ status: 'paused', reason: 'user' });
});

test('an upload that is offline at complete waits, then completes', async () => {
  const { uploader, s3, clock, connectivity } = createTestUploader({ maxAttempts: 2 });
  const upload = uploader.add(digits());
  s3.lose('complete', { applied: true });
  s3.lose('complete'); // Back online, one more failure is within the two attempts.
  await s3.receives('put 3');
  connectivity.goOffline();
  await s3.receives('complete');
  await clock.runUntil(Promise.resolve()); // Everything that needs no timer has happened.
  expect(upload.getSnapshot().state.status).toBe('completing');

  connectivity.goOnline();

  await clock.runUntil(upload.completed);
  expect(s3.calls.filter((call) => call.startsWith('complete'))).toHaveLength(3);
});

test('requests to a backend that is down are retried, and no part is sent twice', async () => {
  const { uploader, s3, clock } = createTestUploader({ askPolicy: true, partSize: 1 });
  for (const call of ['policy', 'create', 'presign', 'complete']) {
    s3.answer(call, 503, 'storage-unavailable');
    s3.lose(call);
  }

  await clock.runUntil(uploader.add(digits()).completed);

  expect(s3.calls.filter((call) => call.startsWith('put'))).toHaveLength(10);
});

test('a part that moves no byte for 30 s is sent again', async () => {
  const { uploader, s3, clock } = createTestUploader();
  s3.hold('put 2');
  const before = clock.now();

  await clock.runUntil(uploader.add(digits()).completed);

  expect(s3.calls.filter((call) => call === 'put 2')).toHaveLength(2);
  expect(clock.now() - before).toBeGreaterThanOrEqual(30_000);
  expect(clock.now() - before).toBeLessThan(32_000);
});

test('while S3 is unreachable an upload waits and uses up no attempt, even if the device reports a network', async () => {
  const { uploader, s3, clock, connectivity } = createTestUploader({ maxAttempts: 1 });
  const upload = uploader.add(digits());
  await s3.receives('put 1');
  s3.lose('put 2');
  connectivity.setReachable(false);
  await expect
    .poll(() => upload.getSnapshot().state)
    .toEqual({ status: 'paused', reason: 'offline' });
  const before = s3.calls.length;
  for (let second = 0; second < 60; second++) {
    clock.advance(1_000);
    await clock.runUntil(Promise.resolve());
  }
  expect(s3.calls).toHaveLength(before);

  connectivity.setReachable(true);

  await clock.runUntil(upload.completed);
  expect(s3.calls.filter((call) => call === 'put 2')).toHaveLength(2);
});

test('an upload blames the CORS rules within 10 s when S3 is reachable but the page can read no answer', async () => {
  const { uploader, s3, clock } = createTestUploader();
  for (let i = 0; i < 10; i++) s3.lose('put');
  const before = clock.now();

  await expect(clock.runUntil(uploader.add(digits()).completed)).rejects.toMatchObject({
    code: 'storage-misconfigured',
    message: expect.stringContaining('CORS'),
  });

  expect(clock.now() - before).toBeLessThan(10_000);
  await s3.receives('abort');
  expect(s3.unfinished).toBe(0);
});

test('an upload does not blame the CORS rules once the page has read an answer of S3', async () => {
  const { uploader, s3, clock } = createTestUploader({ maxAttempts: 5 });
  for (let i = 0; i < 10; i++) s3.lose('put 2');

  await expect(clock.runUntil(uploader.add(digits()).completed)).rejects.toMatchObject({
    code: 'network-error',
  });
});

test('retrying an upload of which S3 stored nothing creates another one', async () => {
  const { uploader, s3, clock } = createTestUploader({ maxAttempts: 1 });
  s3.lose('put 1');
  const upload = uploader.add(digits());
  await expect(clock.runUntil(upload.completed)).rejects.toMatchObject({ code: 'network-error' });

  upload.retry();

  await clock.runUntil(upload.completed);
  await expect.poll(() => s3.unfinished).toBe(0);
  expect(s3.calls.filter((call) => call === 'create')).toHaveLength(2);
});

/** A file that the browser reports as changed when it is read. */
class ChangedFile extends File {
  override slice(start?: number, end?: number): Blob {
    const part = super.slice(start, end);
    part.slice = () => {
      throw new DOMException('changed', 'NotReadableError');
    };
    return part;
  }
}

test('a file that changes during its upload fails at once, and S3 deletes its parts', async () => {
  const { uploader, s3, clock, sessions } = createTestUploader();
  s3.lose('put 2');
  const before = clock.now();
  const upload = uploader.add(new ChangedFile(['0123456789'], 'digits.txt'));

  await expect(clock.runUntil(upload.completed)).rejects.toMatchObject({ code: 'file-changed' });

  await s3.receives('abort');
  expect(s3.unfinished).toBe(0);
  await expect.poll(() => sessions?.list()).toEqual([]);
  expect(clock.now()).toBe(before);
  expect(upload.getSnapshot().actions.canRetry).toBe(false);
});

test('an upload leaves no timer', async () => {
  const { uploader, s3, clock } = createTestUploader();
  s3.lose('put 1');
  await clock.runUntil(uploader.add(digits()).completed);
  const canceled = uploader.add(tiny());
  await canceled.cancel();

  await expect.poll(() => clock.pendingTimers).toBe(0);
});

test('an overloaded storage gets half as many parts at once', async () => {
  const { uploader, s3, clock } = createTestUploader({ connections: 4 });
  for (let i = 0; i < 4; i++) s3.answer('put', 503, 'SlowDown');
  const releases = Array.from({ length: 8 }, () => s3.hold('put'));
  const puts = () => s3.calls.filter((call) => call.startsWith('put')).length;
  const upload = uploader.add(new File(['0123456789'.repeat(3)], 'digits.txt'));

  await s3.receives('put', 4);
  await clock.runUntil(Promise.resolve()); // Everything that needs no timer has happened.
  expect(puts()).toBe(4 + 2);
  clock.advance(20_000); // The refused parts are back in the queue.
  await clock.runUntil(Promise.resolve());
  expect(puts()).toBe(4 + 2);

  for (const release of releases) release();
  await clock.runUntil(upload.completed);
});
