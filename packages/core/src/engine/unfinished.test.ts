import { expect, test } from 'vitest';
import type { FileHandle } from '../ports/file-handle.ts';
import { createTestUploader, type TestUploader } from '../testing/index.ts';

const digits = (text = '0123456789') => new File([text], 'digits.txt', { lastModified: 1 });

/** A handle whose user answers the permission prompt as set. */
const handleOf = (file: () => File, permission: PermissionState = 'granted'): FileHandle => ({
  getFile: async () => file(),
  requestPermission: async () => permission,
});

/** Simulates a page that sent two of three parts and closed. Returns what the next page starts with. */
async function interrupted(handle?: FileHandle): Promise<TestUploader> {
  const first = createTestUploader();
  first.uploader.add(digits(), handle);
  await first.s3.receives('put 2');
  first.uploader.close();
  const { s3, clock, sessions, pages } = first;
  return createTestUploader({ s3, clock, sessions, pages });
}

test('the list holds what an earlier page did not finish, with name and size', async () => {
  const { uploader, clock } = await interrupted();
  const unfinished = await uploader.getUnfinished();
  const expected = { name: 'digits.txt', size: 10, createdAt: clock.now(), hasFile: false };
  expect(unfinished).toMatchObject([expected]);
});

test('with a file handle an upload resumes without a new choice of the file', async () => {
  const { uploader, s3 } = await interrupted(handleOf(digits));
  const before = s3.calls.length;
  const [unfinished] = await uploader.getUnfinished();
  expect(unfinished?.hasFile).toBe(true);

  const upload = await unfinished?.resume();
  await upload?.completed;

  expect(s3.calls.slice(before)).toEqual(['list', 'presign 3', 'put 3', 'complete 1,2,3']);
  await expect.poll(() => uploader.getUnfinished()).toEqual([]);
});

test('the fraction counts the parts that S3 holds', async () => {
  const { uploader, s3 } = await interrupted();
  const [unfinished] = await uploader.getUnfinished();
  expect(await unfinished?.getFraction()).toBe(0.8); // Two parts of four bytes.

  s3.answer('list', 403, 'unauthorized');
  expect(await unfinished?.getFraction()).toBeUndefined();
});

test('without a handle an upload resumes with the file that the user chooses, if it is the same', async () => {
  const { uploader, s3 } = await interrupted();
  const before = s3.calls.length;
  const [unfinished] = await uploader.getUnfinished();
  const other = unfinished?.resume(digits('0123456780'));
  await expect(other).rejects.toMatchObject({ code: 'file-changed' });
  expect(uploader.getSnapshot().uploads).toEqual([]);

  const upload = await unfinished?.resume(digits());
  await upload?.completed;

  expect(s3.calls.slice(before)).toEqual(['list', 'presign 3', 'put 3', 'complete 1,2,3']);
});

test('the list leaves out uploads that run, in this page or another', async () => {
  const { uploader, s3, clock, sessions, pages } = createTestUploader();
  const release = s3.hold('put 2');
  const upload = uploader.add(digits());
  await expect.poll(() => s3.calls).toContain('put 2');
  const other = createTestUploader({ s3, clock, sessions, pages });

  expect(await uploader.getUnfinished()).toEqual([]);
  expect(await other.uploader.getUnfinished()).toEqual([]);
  release();
  await upload.completed;
});

test('resuming with a changed file fails, and the upload stays on the list', async () => {
  const { uploader, s3 } = await interrupted(handleOf(() => digits('0123456780')));
  const [unfinished] = await uploader.getUnfinished();
  await expect(unfinished?.resume()).rejects.toMatchObject({ code: 'file-changed' });
  expect(s3.unfinished).toBe(1);
});

test.each([
  ['is gone', handleOf(() => Promise.reject(new DOMException('', 'NotFoundError')) as never)],
  ['may not be read', handleOf(digits, 'denied')],
])('resuming with a file that %s fails, and the upload stays on the list', async (_, handle) => {
  const { uploader } = await interrupted(handle);
  const [unfinished] = await uploader.getUnfinished();
  await expect(unfinished?.resume()).rejects.toMatchObject({ code: 'file-unreadable' });
  expect(await uploader.getUnfinished()).toHaveLength(1);
});

test('discarding an upload removes it from S3 and from the list', async () => {
  const { uploader, s3, sessions } = await interrupted();
  const [unfinished] = await uploader.getUnfinished();
  await unfinished?.discard();
  expect(s3.unfinished).toBe(0);
  expect(await sessions?.list()).toEqual([]);
  expect(await uploader.getUnfinished()).toEqual([]);
});

test('an upload that another page has resumed cannot be discarded', async () => {
  const { uploader, s3, sessions } = await interrupted();
  const [unfinished] = await uploader.getUnfinished();
  const release = s3.hold('put 3');
  const upload = uploader.add(digits());
  await expect.poll(() => s3.calls).toContain('put 3');

  await unfinished?.discard();
  expect(await sessions?.list()).toHaveLength(1);
  release();
  await upload.completed;
});

test('the list leaves out expired sessions, and is empty when the store fails', async () => {
  const { uploader, clock } = await interrupted();
  clock.advance(8 * 24 * 60 * 60 * 1_000);
  expect(await uploader.getUnfinished()).toEqual([]);
  expect(await createTestUploader({ sessions: null }).uploader.getUnfinished()).toEqual([]);
});
