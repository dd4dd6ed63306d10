import { expect, test } from 'vitest';
import { createTestUploader } from '../testing/index.ts';

const digits = () => new File(['0123456789'], 'digits.txt', { lastModified: 1 });
const tiny = () => new File(['abc'], 'tiny.txt', { lastModified: 1 });

/** An upload that lost the answer to a part and requests a fresh URL, while `meanwhile` happens on another page. */
async function whilePresigning(
  file: File,
  lastPart: number,
  meanwhile: (s3: ReturnType<typeof createTestUploader>['s3']) => unknown,
) {
  const test = createTestUploader();
  const { uploader, s3, clock } = test;
  s3.lose(`put ${lastPart}`, { applied: true });
  const release = s3.hold('presign');
  const upload = uploader.add(file);
  const settled = clock.runUntil(upload.completed);
  settled.catch(() => {});
  await expect.poll(() => s3.calls).toContain(`presign ${lastPart}`);
  await meanwhile(s3);
  const before = s3.calls.length;
  release();
  return { ...test, settled, after: () => s3.calls.slice(before) };
}

test('an upload that another page has completed completes here, too', async () => {
  const { settled, after } = await whilePresigning(digits(), 3, (s3) =>
    s3.backend.complete([{ token: 'token-1' }]),
  );
  expect(await settled).toMatchObject({ objectKey: '1/digits.txt', size: 10 });
  expect(after()).toEqual(['list']);
});

test('a small file whose object another page has found completes without a second PUT', async () => {
  const { settled, after } = await whilePresigning(tiny(), 1, (s3) =>
    s3.backend.listParts('token-1'),
  );
  expect(await settled).toMatchObject({ objectKey: '1/tiny.txt' });
  expect(after()).toEqual(['list']);
});

test('an upload that another page has aborted starts again', async () => {
  const { settled, after, s3 } = await whilePresigning(digits(), 3, (s3) =>
    s3.backend.abort([{ token: 'token-1' }]),
  );
  expect(await settled).toMatchObject({ objectKey: '2/digits.txt' });
  expect(after().slice(0, 2)).toEqual(['list', 'create']);
  expect(await s3.objects.get('2/digits.txt')?.text()).toBe('0123456789');
  expect(s3.objects.size).toBe(1);
});

test('an upload whose object the server refused fails with the reason', async () => {
  const { settled, after } = await whilePresigning(digits(), 3, async (s3) => {
    await s3.backend.complete([{ token: 'token-1' }]);
    s3.answer('list', 415, 'type-not-allowed');
  });
  await expect(settled).rejects.toMatchObject({ code: 'type-not-allowed' });
  expect(after()).toEqual(['list']);
});

test('a run stops asking a server that calls an unfinished upload ended', async () => {
  const { uploader, s3, clock } = createTestUploader();
  s3.lose('put 3', { applied: false });
  for (let i = 0; i < 20; i++) s3.answer('presign', 409, 'upload-ended');
  const upload = uploader.add(digits());
  await expect(clock.runUntil(upload.completed)).rejects.toMatchObject({ code: 'upload-ended' });
  expect(s3.calls.filter((call) => call === 'list')).toHaveLength(3);
});
