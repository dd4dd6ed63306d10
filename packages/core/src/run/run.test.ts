import { describe, expect, test } from 'vitest';
import { createTestUploader } from '../testing/index.ts';

const digits = () => new File(['0123456789'], 'digits.txt', { lastModified: 1 });
const tiny = () => new File(['abc'], 'tiny.txt', { lastModified: 1 });

describe('without faults', () => {
  test('a fresh upload is created, sends its parts in order, and completes', async () => {
    const { uploader, s3 } = createTestUploader({ partSize: 4 });
    const upload = uploader.add(digits());

    const object = await upload.completed;

    expect(s3.calls).toEqual(['create', 'put 1', 'put 2', 'put 3', 'complete 1,2,3']);
    expect(object).toMatchObject({ objectKey: '1/digits.txt', size: 10 });
    expect(await s3.objects.get('1/digits.txt')?.text()).toBe('0123456789');
  });

  test('a file of one part is sent by one PUT, and then confirmed', async () => {
    const { uploader, s3 } = createTestUploader({ partSize: 4 });

    await uploader.add(tiny()).completed;

    expect(s3.calls).toEqual(['create', 'put 1', 'complete 1']);
  });

  test('an empty file is uploaded', async () => {
    const { uploader, s3 } = createTestUploader();
    const upload = uploader.add(new File([], 'empty.txt'));

    await upload.completed;

    expect(s3.objects.get('1/empty.txt')?.size).toBe(0);
    expect(upload.getSnapshot().progress).toMatchObject({ fraction: 1, loaded: 0, total: 0 });
  });

  test('an upload requests the URLs of later parts in few requests', async () => {
    const { uploader, s3 } = createTestUploader({ partSize: 1, connections: 1 });

    await uploader.add(digits()).completed;

    expect(s3.calls.filter((call) => call.startsWith('presign'))).toEqual([
      'presign 5,6',
      'presign 7,8',
      'presign 9,10',
    ]);
  });

  test('one request creates fifty small files and presigns their URLs', async () => {
    const { uploader, s3 } = createTestUploader({ connections: 6 });
    const uploads = uploader.addAll(Array.from({ length: 50 }, tiny));

    await Promise.all(uploads.map(({ completed }) => completed));

    expect(s3.calls[0]).toBe('create x50');
    expect(s3.calls.filter((call) => call.startsWith('create'))).toHaveLength(1);
    expect(s3.calls.filter((call) => call.startsWith('presign'))).toEqual([]);
    expect(s3.objects.size).toBe(50);
  });
});

describe('pause, resume and cancel', () => {
  test('a resumed upload sends only the parts that S3 does not have', async () => {
    const { uploader, s3 } = createTestUploader({ partSize: 4 });
    const upload = uploader.add(digits());
    await s3.receives('put 2');

    upload.pause();
    upload.resume();

    await upload.completed;
    expect(s3.calls).toEqual(['create', 'put 1', 'put 2', 'list', 'put 3', 'complete 1,2,3']);
  });

  test('pausing during create does not create a second upload', async () => {
    const { uploader, s3 } = createTestUploader();
    const release = s3.hold('create');
    const upload = uploader.add(digits());
    await expect.poll(() => s3.calls).toEqual(['create']);

    upload.pause();
    upload.resume();
    release();

    await upload.completed;
    expect(s3.calls.filter((call) => call === 'create')).toHaveLength(1);
    expect(s3.unfinished).toBe(0);
  });

  test('a canceled upload leaves no object, no unfinished upload and no session', async () => {
    const { uploader, s3, sessions } = createTestUploader();
    const upload = uploader.add(digits());
    await s3.receives('put 2');
    expect(await sessions?.list()).toHaveLength(1);

    await upload.cancel();

    await expect(upload.completed).rejects.toMatchObject({ code: 'canceled' });
    expect(s3.calls.at(-1)).toBe('abort');
    expect(s3.unfinished).toBe(0);
    await expect.poll(() => sessions?.list()).toEqual([]);
  });

  test('an upload that is canceled during create is aborted when its token arrives', async () => {
    const { uploader, s3 } = createTestUploader();
    const release = s3.hold('create');
    const upload = uploader.add(digits());
    await expect.poll(() => s3.calls).toEqual(['create']);

    const canceled = upload.cancel();
    expect(upload.getSnapshot().state.status).toBe('canceled');
    release();

    await canceled;
    expect(s3.calls).toEqual(['create', 'abort']);
    expect(s3.unfinished).toBe(0);
  });

  test('abort is retried until the backend answers', async () => {
    const { uploader, s3, clock } = createTestUploader();
    const upload = uploader.add(digits());
    await s3.receives('put 1');
    s3.answer('abort', 503, 'storage-unavailable');
    s3.lose('abort');

    await clock.runUntil(upload.cancel());

    expect(s3.calls.filter((call) => call === 'abort')).toHaveLength(3);
    expect(s3.unfinished).toBe(0);
  });

  test('commands are idempotent', async () => {
    const { uploader, s3 } = createTestUploader();
    const upload = uploader.add(digits());
    await s3.receives('put 1');

    upload.pause();
    upload.pause();
    upload.retry();
    upload.resume();
    upload.resume();
    await upload.completed;
    upload.pause();
    upload.retry();
    await upload.cancel();

    expect(upload.getSnapshot().state.status).toBe('completed');
    expect(s3.calls.filter((call) => call === 'abort')).toEqual([]);
  });
});
