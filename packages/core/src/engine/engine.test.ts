import { describe, expect, test, vi } from 'vitest';
import { createTestUploader } from '../testing/index.ts';

const file = (name = 'a.txt', text = 'abc') => new File([text], name, { type: 'text/plain' });

describe('the policy', () => {
  test('a file that the policy refuses fails at once, with a clear error and no request', () => {
    const { uploader, s3 } = createTestUploader({ policy: { maxFileSize: 2 } });
    const failed = vi.fn();
    uploader.on('upload-failed', failed);

    const upload = uploader.add(file());

    expect(upload.getSnapshot()).toMatchObject({
      state: { status: 'failed', error: { code: 'file-too-large', limit: 2 } },
      actions: { canRetry: false },
    });
    expect(failed).toHaveBeenCalledTimes(1);
    expect(s3.calls).toEqual([]);
  });

  test('a policy also refuses files that were added before the backend answered', async () => {
    const policy = { accept: ['image/*'] };
    const { uploader, s3 } = createTestUploader({ policy, askPolicy: true });

    await expect(uploader.add(file()).completed).rejects.toMatchObject({
      code: 'type-not-allowed',
    });
    expect(s3.calls).toEqual(['policy']);
  });

  test('the uploader asks the backend for the policy once', async () => {
    const { uploader, s3 } = createTestUploader({ policy: { maxFiles: 5 }, askPolicy: true });
    await Promise.all(uploader.addAll([file(), file('b.txt')]).map((u) => u.completed));
    expect(await uploader.getPolicy()).toEqual({ maxFiles: 5 });
    expect(s3.calls.filter((call) => call === 'policy')).toHaveLength(1);
  });

  test('after a failed request for the policy, the next call asks again', async () => {
    const { uploader, s3 } = createTestUploader({ askPolicy: true });
    s3.answer('policy', 503, 'storage-unavailable');
    await expect(uploader.getPolicy()).rejects.toMatchObject({ code: 'storage-unavailable' });
    expect(await uploader.getPolicy()).toEqual({ integrity: 'none' });
  });

  test("when the backend refuses to tell the policy, the upload fails with the backend's error", async () => {
    const { uploader, s3 } = createTestUploader({ askPolicy: true });
    s3.answer('policy', 401, 'unauthorized');
    await expect(uploader.add(file()).completed).rejects.toMatchObject({ code: 'unauthorized' });
    expect(s3.calls).toEqual(['policy']);
  });

  test('files beyond the allowed number are refused, and removing one makes room', () => {
    const { uploader } = createTestUploader({ policy: { maxFiles: 2 } });
    const [first, , third] = uploader.addAll([file('a'), file('b'), file('c')]);
    expect(third?.getSnapshot().state).toMatchObject({ error: { code: 'too-many-files' } });

    uploader.remove(first?.id ?? '');

    expect(uploader.add(file('d')).getSnapshot().state.status).not.toBe('failed');
  });
});

describe('the list', () => {
  test('with autoStart off, an upload is paused until start() is called', async () => {
    const { uploader, s3 } = createTestUploader({ autoStart: false });
    const [a, b] = uploader.addAll([file('a'), file('b')]);
    expect(a?.getSnapshot().state).toEqual({ status: 'paused', reason: 'user' });

    a?.start();
    await a?.completed;
    expect(s3.objects.size).toBe(1);
    expect(b?.getSnapshot().state.status).toBe('paused');

    uploader.resumeAll();
    await b?.completed;
  });

  test('pauseAll pauses every upload, and resumeAll resumes them', async () => {
    const { uploader, s3, clock } = createTestUploader();
    const uploads = uploader.addAll(Array.from({ length: 150 }, (_, i) => file(`${i}`)));
    await s3.receives('put', 3);

    uploader.pauseAll();
    const { byStatus } = uploader.getSnapshot().totals;
    expect(byStatus.paused + byStatus.completed + byStatus.completing).toBe(150);

    uploader.resumeAll();
    await clock.runUntil(Promise.all(uploads.map(({ completed }) => completed)));
    expect(s3.objects.size).toBe(150);
  });

  test('pauseAll starts no waiting upload', async () => {
    const { uploader, s3 } = createTestUploader();
    const release = s3.hold('put');
    uploader.addAll(Array.from({ length: 350 }, (_, i) => file(`${i}`)));
    await expect.poll(() => s3.calls).toContain('put 1');

    uploader.pauseAll();
    release();

    expect(uploader.getSnapshot().totals.byStatus.paused).toBe(350);
    uploader.close();
    expect(s3.calls.filter((call) => call.startsWith('create'))).toEqual(
      Array(3).fill('create x100'),
    );
  });

  test('cancelAll leaves nothing at S3', async () => {
    const { uploader, s3 } = createTestUploader({ connections: 6 });
    const uploads = uploader.addAll(
      Array.from({ length: 20 }, (_, i) => file(`${i}`, '0123456789')),
    );
    await s3.receives('put', 3);

    await uploader.cancelAll();

    expect(uploads.every((u) => u.getSnapshot().state.status === 'canceled')).toBe(true);
    expect(s3.unfinished).toBe(0);
  });

  test('retryAll retries failed uploads', async () => {
    const { uploader, s3 } = createTestUploader({ maxAttempts: 1 });
    s3.lose('put');
    const upload = uploader.add(file());
    await expect(upload.completed).rejects.toMatchObject({ code: 'network-error' });

    uploader.retryAll();

    expect(await upload.completed).toMatchObject({ size: 3 });
  });

  test('removing a running upload cancels it', async () => {
    const { uploader, s3 } = createTestUploader();
    const upload = uploader.add(file('a', '0123456789'));
    await s3.receives('put 1');

    uploader.remove(upload.id);

    expect(uploader.getUpload(upload.id)).toBeUndefined();
    await expect(upload.completed).rejects.toMatchObject({ code: 'canceled' });
    await s3.receives('abort');
  });

  test('clear removes completed and canceled uploads, and no others', async () => {
    const { uploader, s3 } = createTestUploader();
    await uploader.add(file('done')).completed;
    await uploader.add(file('canceled')).cancel();
    s3.answer('create', 403, 'forbidden');
    await uploader.add(file('failed')).completed.catch(() => {});
    uploader.add(file('paused')).pause();

    uploader.clear();

    const names = uploader.getSnapshot().uploads.map(({ name }) => name);
    expect(names).toEqual(['failed', 'paused']);
  });

  test('events report what happened, in order', async () => {
    const { uploader } = createTestUploader();
    const told: string[] = [];
    uploader.on('upload-added', () => told.push('added'));
    uploader.on('part-uploaded', ({ partNumber, etag }) => told.push(`part ${partNumber} ${etag}`));
    uploader.on('upload-completed', ({ object }) => told.push(`completed ${object.objectKey}`));
    uploader.on('upload-removed', () => told.push('removed'));
    const upload = uploader.add(file());
    await upload.completed;
    uploader.clear();

    expect(told).toEqual(['added', 'part 1 "etag-1"', 'completed 1/a.txt', 'removed']);
  });

  test('an upload that S3 is completing when the uploader is closed still completes', async () => {
    const { uploader, s3, clock } = createTestUploader();
    const goOn = s3.hold('complete');
    const upload = uploader.add(file());
    await expect.poll(() => upload.getSnapshot().state.status).toBe('completing');

    uploader.close();
    goOn();

    await clock.runUntil(upload.completed);
    expect(s3.objects.size).toBe(1);
  });

  test('a closed uploader pauses its uploads, leaves no timer and no listener, and accepts no file', async () => {
    const { uploader, s3, clock, connectivity } = createTestUploader();
    uploader.subscribe(() => {});
    const upload = uploader.add(file('a', '0123456789'));
    await s3.receives('put 1');

    uploader.close();

    expect(upload.getSnapshot().state).toEqual({ status: 'paused', reason: 'user' });
    await expect.poll(() => clock.pendingTimers).toBe(0);
    expect(connectivity.listeners).toBe(0);
    expect(() => uploader.add(file())).toThrow('closed');
  });
});
