import { describe, expect, test } from 'vitest';
import { createTestUploader } from '../testing/index.ts';

const digits = () => new File(['0123456789'], 'digits.txt', { lastModified: 1 });
const tiny = () => new File(['abc'], 'tiny.txt', { lastModified: 1 });

describe('faults of S3', () => {
  test('after a 503 a part is sent again with a fresh URL', async () => {
    const { uploader, s3, clock } = createTestUploader();
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

  test('a retry waits as long as Retry-After asks', async () => {
    const { uploader, s3, clock } = createTestUploader();
    s3.answer('put 1', 503, 'SlowDown', { retryAfterMs: 20_000 });
    const before = clock.now();

    await clock.runUntil(uploader.add(digits()).completed);

    expect(clock.now() - before).toBeGreaterThanOrEqual(20_000);
  });

  test('after an expired URL a part is presigned again at once', async () => {
    const { uploader, s3, clock } = createTestUploader();
    s3.answer('put 2', 403, 'AccessDenied');
    const before = clock.now();

    await clock.runUntil(uploader.add(digits()).completed);

    expect(s3.calls.filter((call) => call === 'put 2')).toHaveLength(2);
    expect(clock.now()).toBe(before);
  });

  test('a part that S3 refuses with every URL fails the upload with one clear message', async () => {
    const { uploader, s3, clock } = createTestUploader();
    for (let i = 0; i < 12; i++) s3.answer('put', 403, 'AccessDenied');
    const upload = uploader.add(digits());

    await expect(clock.runUntil(upload.completed)).rejects.toMatchObject({
      code: 'storage-refused',
      message: "The service can't take this upload. Tell the site's owner.",
    });
    expect(s3.calls.filter((call) => call === 'put 1').length).toBeLessThan(5);
  });

  test('after two refusals the run lists the parts, from which the backend learns the time of S3', async () => {
    const { uploader, s3, clock } = createTestUploader();
    for (let i = 0; i < 2; i++) s3.answer('put 1', 403, 'AccessDenied');

    await clock.runUntil(uploader.add(digits()).completed);

    const [create, ...refused] = s3.calls.filter((call) => !/^put [23]/.test(call)).slice(0, 6);
    expect([create, ...refused]).toEqual([
      'create',
      'put 1',
      expect.stringMatching(/^presign/),
      'put 1',
      'list',
      expect.stringMatching(/^presign/),
    ]);
  });

  test('URLs that expired during a pause are not used', async () => {
    const { uploader, s3, clock } = createTestUploader({ urlLifetimeMs: 60_000 });
    const upload = uploader.add(digits());
    await s3.receives('put 1');
    upload.pause();
    clock.advance(60_000);
    upload.resume();

    await upload.completed;

    expect(s3.calls).toEqual([
      'create',
      'put 1',
      'list',
      'presign 2,3',
      'put 2',
      'put 3',
      'complete 1,2,3',
    ]);
  });

  test('after NoSuchUpload on a part a new upload starts, if S3 has nothing', async () => {
    const { uploader, s3, clock, sessions } = createTestUploader();
    const upload = uploader.add(digits());
    await s3.receives('put 1');
    s3.dropUploads();

    await clock.runUntil(upload.completed);

    expect(s3.calls.filter((call) => call === 'create')).toHaveLength(2);
    expect(await s3.objects.get('2/digits.txt')?.text()).toBe('0123456789');
    expect(s3.unfinished).toBe(0);
    await expect.poll(() => sessions?.list()).toEqual([]);
  });

  test('an upload that keeps vanishing fails in the end', async () => {
    const { uploader, s3, clock } = createTestUploader();
    const upload = uploader.add(digits());
    uploader.on('part-uploaded', () => s3.dropUploads());

    await expect(clock.runUntil(upload.completed)).rejects.toMatchObject({
      code: 'upload-not-found',
    });
    expect(s3.calls.filter((call) => call === 'create')).toHaveLength(4);
  });

  test('after a PUT whose answer was lost, the 412 of the next PUT shows that the object exists', async () => {
    const { uploader, s3, clock } = createTestUploader();
    s3.lose('put 1', { applied: true });

    await clock.runUntil(uploader.add(tiny()).completed);

    expect(s3.calls).toEqual(['create', 'put 1', 'presign 1', 'put 1', 'list']);
    expect(s3.objects.size).toBe(1);
  });

  test('a part that S3 lost before complete is sent again, alone', async () => {
    const { uploader, s3, clock } = createTestUploader();
    const release = s3.hold('complete');
    const upload = uploader.add(digits());
    await expect.poll(() => s3.calls).toContain('complete 1,2,3');
    s3.losePart(2);
    release();

    await clock.runUntil(upload.completed);

    const afterComplete = s3.calls.slice(s3.calls.indexOf('complete 1,2,3') + 1);
    expect(afterComplete).toEqual(['list', 'presign 2', 'put 2', 'complete 1,2,3']);
    expect(await s3.objects.get('1/digits.txt')?.text()).toBe('0123456789');
  });

  test('a part that S3 lists with the checksum of the file is never sent again', async () => {
    const policy = { integrity: 'crc32' } as const;
    const { uploader, s3, clock } = createTestUploader({ partSize: 4, policy });
    // The backend does not recognize the ETag that the browser read.
    s3.answer('complete', 409, 'parts-missing', { partNumbers: [2] });

    await clock.runUntil(uploader.add(digits()).completed);

    expect(s3.calls.filter((call) => call.startsWith('put'))).toEqual(['put 1', 'put 2', 'put 3']);
    expect(s3.calls.slice(-3)).toEqual(['complete 1,2,3', 'list', 'complete 1,2,3']);
  });

  test('a part that complete refuses is sent again, alone', async () => {
    const { uploader, s3 } = createTestUploader();
    s3.answer('complete', 409, 'parts-missing', { partNumbers: [2] });
    const upload = uploader.add(digits());

    await upload.completed;

    const afterComplete = s3.calls.slice(s3.calls.indexOf('complete 1,2,3') + 1);
    expect(afterComplete).toEqual(['list', 'presign 2', 'put 2', 'complete 1,2,3']);
  });

  test('a part that was sent twice is not sent a third time after a pause', async () => {
    const { uploader, s3 } = createTestUploader();
    s3.answer('complete', 409, 'parts-missing', { partNumbers: [1, 2] });
    const upload = uploader.add(digits());
    await s3.receives('put 1', 2);

    upload.pause();
    upload.resume();
    await upload.completed;

    expect(s3.calls.filter((call) => call === 'put 1')).toHaveLength(2);
  });

  test('when CORS hides ETags, complete works without them, and the developer is warned once', async () => {
    const { uploader, s3, warnings } = createTestUploader();
    s3.hideEtags();

    await uploader.add(digits()).completed;

    expect(s3.calls.at(-1)).toBe('complete digits.txt');
    expect(warnings).toEqual([expect.stringContaining('CORS')]);
  });
});
