import { expect, test } from 'vitest';
import { createTestUploader } from '../testing/index.ts';

const digits = () => new File(['0123456789'], 'digits.txt');

test('what was warmed up is not asked for again', async () => {
  const { uploader, s3 } = createTestUploader({ askPolicy: true });

  await uploader.warmUp();
  await uploader.warmUp();
  expect(s3.calls).toEqual(['policy']);
  await uploader.add(digits()).completed;

  expect(s3.calls.filter((call) => call === 'policy')).toHaveLength(1);
});

test('a backend that is away when it is warmed up is asked again by the first upload', async () => {
  const { uploader, s3 } = createTestUploader({ askPolicy: true });
  s3.lose('policy');

  await uploader.warmUp();
  const object = await uploader.add(digits()).completed;

  expect(object.size).toBe(10);
});
