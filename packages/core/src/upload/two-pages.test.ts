import { expect, test } from 'vitest';
import { createTestUploader } from '../testing/index.ts';

const digits = () => new File(['0123456789'], 'digits.txt', { lastModified: 1 });

/** One page that uploads ten bytes in three parts, and another page with the same file. */
async function twoPages() {
  const { s3, clock, sessions, pages, uploader } = createTestUploader();
  const release = s3.hold('put 2');
  const first = uploader.add(digits());
  await expect.poll(() => s3.calls).toContain('put 2');
  const other = createTestUploader({ s3, clock, sessions, pages });
  const second = other.uploader.add(digits());
  await expect.poll(() => second.getSnapshot().state.status).toBe('paused');
  return { s3, clock, sessions, uploader, first, second, otherUploader: other.uploader, release };
}

const otherPage = { status: 'paused', reason: 'other-page' };

test('a file that another page uploads is not sent twice, and both uploads complete', async () => {
  const { s3, sessions, first, second, release } = await twoPages();
  expect(second.getSnapshot().state).toEqual(otherPage);

  release();

  expect(await second.completed).toEqual(await first.completed);
  expect(s3.calls.filter((call) => /create|put/.test(call))).toEqual([
    'create',
    'put 1',
    'put 2',
    'put 3',
  ]);
  expect(s3.objects.size).toBe(1);
  await expect.poll(() => sessions?.list()).toEqual([]);
});

test('a page that waits shows the progress of the page that uploads', async () => {
  const { s3, first, second, release } = await twoPages();
  const holdsOn = s3.hold('put 3');
  release();
  await expect.poll(() => s3.calls).toContain('put 3');

  const { loaded, partsDone } = second.getSnapshot().progress;
  expect({ loaded, partsDone }).toEqual({ loaded: 10, partsDone: 2 });
  expect(second.getSnapshot().state).toEqual(otherPage);
  holdsOn();
  await first.completed;
  await second.completed;
});

test('when the uploading page is gone, the waiting page sends the missing parts', async () => {
  const { s3, clock, uploader, second } = await twoPages();
  const before = s3.calls.length;

  uploader.close();
  await clock.runUntil(second.completed);

  expect(s3.calls.slice(before).filter((call) => /create|put|complete/.test(call))).toEqual([
    'put 2',
    'put 3',
    'complete 1,2,3',
  ]);
  expect(await s3.objects.get('1/digits.txt')?.text()).toBe('0123456789');
});

test('when the upload fails in one page, the waiting page tries it', async () => {
  const { s3, clock, first, second, release } = await twoPages();
  for (let i = 0; i < 4; i++) s3.answer('put 3', 403, 'AccessDenied');
  release();

  await expect(clock.runUntil(first.completed)).rejects.toMatchObject({ code: 'storage-refused' });
  await clock.runUntil(second.completed);

  expect(s3.calls.filter((call) => call === 'create')).toHaveLength(1);
  expect(await s3.objects.get('1/digits.txt')?.text()).toBe('0123456789');
});

test('a page with a paused upload gives way to a page that adds the same file', async () => {
  const { s3, clock, sessions, pages, uploader } = createTestUploader();
  s3.hold('put 2');
  const first = uploader.add(digits());
  await expect.poll(() => s3.calls).toContain('put 2');
  first.pause();
  const other = createTestUploader({ s3, clock, sessions, pages });

  const second = other.uploader.add(digits());
  await clock.runUntil(second.completed);
  first.resume();

  expect(s3.objects.size).toBe(1);
  expect(first.getSnapshot().state.status).not.toBe('failed');
});

test('a paused upload that gave way follows the page that resumed it', async () => {
  const { s3, clock, sessions, pages, uploader } = createTestUploader();
  s3.hold('put 2');
  const first = uploader.add(digits());
  await expect.poll(() => s3.calls).toContain('put 2');
  first.pause();
  const other = createTestUploader({ s3, clock, sessions, pages });
  const release = s3.hold('put 3');
  const second = other.uploader.add(digits());
  await expect.poll(() => s3.calls).toContain('put 3');

  first.resume();
  await expect.poll(() => first.getSnapshot().state).toEqual(otherPage);
  release();

  expect(await clock.runUntil(first.completed)).toEqual(await second.completed);
  expect(s3.calls.filter((call) => call === 'create')).toHaveLength(1);
});

test('pausing or canceling a waiting upload does not affect the page that uploads', async () => {
  const { s3, first, second, otherUploader, release } = await twoPages();
  second.pause();
  expect(second.getSnapshot().state).toEqual({ status: 'paused', reason: 'user' });
  await second.cancel();
  otherUploader.close();
  release();

  await first.completed;
  expect(s3.calls).not.toContain('abort');
  expect(second.getSnapshot().state.status).toBe('canceled');
});
