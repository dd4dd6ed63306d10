import { describe, expect, test } from 'vitest';
import { createTestUploader } from '../testing/index.ts';

const digits = () => new File(['0123456789'], 'digits.txt', { lastModified: 1 }); // Three parts.
const tiny = () => new File(['abc'], 'tiny.txt', { lastModified: 1 });

const HELD_BACK = { status: 'uploading', heldBack: true };
const GOES_ON = { status: 'uploading', heldBack: false };

describe('an upload whose storage asks to slow down', () => {
  test.each([503, 429])('after %d it is held back, then continues by itself', async (status) => {
    const { uploader, s3, clock } = createTestUploader();
    s3.answer('put 1', status, 'SlowDown', { retryAfterMs: 20_000 });
    const upload = uploader.add(tiny());

    await expect.poll(() => upload.getSnapshot().state).toEqual(HELD_BACK);

    await clock.runUntil(upload.completed);
    expect(upload.getSnapshot().state.status).toBe('completed');
  });

  test('it is held back when S3 refuses more of its parts than are on the wire', async () => {
    const { uploader, s3, clock } = createTestUploader({ connections: 3 });
    s3.answer('put 1', 503, 'SlowDown');
    s3.answer('put 2', 503, 'SlowDown');
    const goOn = s3.hold('put 3');
    const upload = uploader.add(digits());

    await expect.poll(() => upload.getSnapshot().state).toEqual(HELD_BACK);

    goOn();
    await clock.runUntil(upload.completed);
  });

  test('it is held back once only refused parts are left, not while most parts move', async () => {
    const { uploader, s3, clock } = createTestUploader({ connections: 3 });
    const finishFirst = s3.hold('put 1');
    const finishSecond = s3.hold('put 2');
    s3.answer('put 3', 503, 'SlowDown');
    const upload = uploader.add(digits());

    await s3.receives('put 3');
    await expect.poll(() => upload.getPartMap()).toBe('110');
    expect(upload.getSnapshot().state).toEqual(GOES_ON);

    finishFirst();
    finishSecond();
    await expect.poll(() => upload.getSnapshot().state).toEqual(HELD_BACK);
    await clock.runUntil(upload.completed);
  });

  test('it is no longer held back once a part succeeds', async () => {
    const { uploader, s3, clock } = createTestUploader();
    for (const part of [1, 2, 3]) s3.answer(`put ${part}`, 503, 'SlowDown');
    const upload = uploader.add(digits());
    await expect.poll(() => upload.getSnapshot().state).toEqual(HELD_BACK);

    let wasGoingOn = false;
    uploader.on('part-uploaded', () => {
      wasGoingOn ||= JSON.stringify(upload.getSnapshot().state) === JSON.stringify(GOES_ON);
    });
    await clock.runUntil(upload.completed);
    expect(wasGoingOn).toBe(true);
  });

  test('after a pause and resume it starts like any other', async () => {
    const { uploader, s3, clock } = createTestUploader();
    s3.answer('put 1', 503, 'SlowDown');
    const upload = uploader.add(tiny());
    await expect.poll(() => upload.getSnapshot().state).toEqual(HELD_BACK);
    const goOn = s3.hold('put 1');

    upload.pause();
    upload.resume();

    await expect.poll(() => upload.getSnapshot().state).toEqual(GOES_ON);
    goOn();
    await clock.runUntil(upload.completed);
  });
});

test('a broken S3 does not hold uploads back', async () => {
  const { uploader, s3, clock } = createTestUploader();
  s3.answer('put 1', 500, 'InternalError');
  const upload = uploader.add(tiny());

  await s3.receives('put 1');
  await expect.poll(() => upload.getPartMap()).toBe('0');
  expect(upload.getSnapshot().state).toEqual(GOES_ON);
  await clock.runUntil(upload.completed);
});
