import { expect, test, vi } from 'vitest';
import { createTestUploader } from '../testing/index.ts';

const file = (name = 'a.txt', text = 'abc') => new File([text], name, { type: 'text/plain' });

test('a snapshot is the same object until something changes', async () => {
  const { uploader } = createTestUploader();
  expect(uploader.getSnapshot()).toBe(uploader.getSnapshot());
  const before = uploader.getSnapshot();
  const upload = uploader.add(file());
  expect(uploader.getSnapshot()).not.toBe(before);
  await upload.completed;
  const after = uploader.getSnapshot();
  expect(uploader.getSnapshot()).toBe(after);
  expect(after.uploads[0]).toBe(upload.getSnapshot());
});

test('an upload keeps its snapshot when only others change', async () => {
  const { uploader, s3 } = createTestUploader();
  const still = uploader.add(file('still'));
  still.pause();
  const before = still.getSnapshot();

  await uploader.add(file('moving')).completed;

  expect(still.getSnapshot()).toBe(before);
  expect(s3.objects.size).toBe(1);
});

test('many changes notify listeners once, and no change does after they unsubscribe', async () => {
  const { uploader } = createTestUploader({ autoStart: false });
  const listener = vi.fn();
  const leave = uploader.subscribe(listener);

  uploader.addAll(Array.from({ length: 100 }, (_, i) => file(`${i}`)));
  expect(listener).not.toHaveBeenCalled();
  await expect.poll(() => listener.mock.calls.length).toBe(1);

  const canceled = uploader.cancelAll();
  await expect.poll(() => listener.mock.calls.length).toBe(2);
  leave();
  await canceled;
  uploader.clear();
  expect(listener).toHaveBeenCalledTimes(2);
});

test('a listener that throws stops neither the others nor the upload', async () => {
  const error = vi.spyOn(console, 'error').mockImplementation(() => {});
  const { uploader } = createTestUploader();
  const listener = vi.fn();
  uploader.on('upload-added', () => {
    throw new Error('broken');
  });
  uploader.on('upload-added', listener);

  await uploader.add(file()).completed;

  expect(listener).toHaveBeenCalledTimes(1);
  expect(error).toHaveBeenCalledTimes(1);
  error.mockRestore();
});

test('totals leave out failed and canceled uploads', async () => {
  const { uploader } = createTestUploader({ policy: { maxFileSize: 10 } });
  uploader.add(file('too-large', '0123456789X'));
  await uploader.add(file('canceled')).cancel();
  await uploader.add(file('done', '1234')).completed;
  uploader.add(file('paused', '123456')).pause();

  expect(uploader.getSnapshot().totals).toMatchObject({
    count: 4,
    byStatus: { failed: 1, canceled: 1, completed: 1, paused: 1, uploading: 0 },
    loaded: 4,
    total: 10,
    fraction: 0.4,
    active: false,
  });
});

test('a list of empty files measures progress in completed files', async () => {
  const { uploader } = createTestUploader();
  await uploader.add(file('a', '')).completed;
  uploader.add(file('b', '')).pause();
  expect(uploader.getSnapshot().totals.fraction).toBe(0.5);
});

test('time spent paused does not lower the speed', async () => {
  const { uploader, s3, clock } = createTestUploader();
  s3.hold('put 2');
  const upload = uploader.add(file('a', '0123456789'));
  await expect.poll(() => s3.calls).toContain('put 2');
  clock.advance(4_000);
  expect(upload.getSnapshot().progress.bytesPerSecond).toBeGreaterThan(0);

  upload.pause();
  clock.advance(60_000);
  s3.hold('put 2');
  upload.resume();
  await expect.poll(() => upload.getSnapshot().state.status).toBe('uploading');

  expect(upload.getSnapshot().progress.bytesPerSecond).toBeUndefined();
});

test('the speed falls while no byte gets through', async () => {
  const { uploader, s3, clock } = createTestUploader();
  s3.hold('put 3');
  const speeds: (number | undefined)[] = [];
  const upload = uploader.add(file('a', '0123456789'));
  uploader.subscribe(() => speeds.push(upload.getSnapshot().progress.bytesPerSecond));
  await expect.poll(() => s3.calls).toContain('put 3');
  await expect.poll(() => upload.getSnapshot().progress.loaded).toBe(10);
  for (let second = 1; second <= 6; second++) {
    const told = speeds.length;
    await expect.poll(() => clock.pendingTimers).toBeGreaterThan(0);
    clock.advance(1_000);
    await expect.poll(() => speeds.length).toBeGreaterThan(told);
  }
  const known = speeds.filter((speed) => speed !== undefined);
  expect(known.length).toBeGreaterThan(3);
  expect(known).toEqual([...known].sort((a, b) => b - a));
});
