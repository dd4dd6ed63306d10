import { expect, test } from 'vitest';
import { createTestUploader } from '../testing/index.ts';

const digits = () => new File(['0123456789'], 'digits.txt', { lastModified: 1 });

test('a fresh upload creates, puts its parts in order and completes', async () => {
  const { uploader, s3 } = createTestUploader({ partSize: 4 });
  const upload = uploader.add(digits());

  const object = await upload.completed;

  expect(s3.calls).toEqual(['create', 'put 1', 'put 2', 'put 3', 'complete 1,2,3']);
  expect(object).toMatchObject({ objectKey: '1/digits.txt', size: 10 });
  expect(await s3.objects.get('1/digits.txt')?.text()).toBe('0123456789');
});

test('a resumed upload sends only the parts S3 does not have', async () => {
  const { uploader, s3 } = createTestUploader({ partSize: 4 });
  const upload = uploader.add(digits());
  await s3.receives('put 2');

  upload.pause();
  upload.resume();

  await upload.completed;
  expect(s3.calls).toEqual(['create', 'put 1', 'put 2', 'list', 'put 3', 'complete 1,2,3']);
});
