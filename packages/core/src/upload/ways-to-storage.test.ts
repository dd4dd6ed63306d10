import { expect, test } from 'vitest';
import { createTestUploader } from '../testing/index.ts';

const digits = () => new File(['0123456789abcdefghij'], 'digits.txt');

test('if the bucket accepts credentials, half of the connections send them', async () => {
  const { uploader, s3 } = createTestUploader({ credentials: 'allowed', connections: 2 });
  const release = [s3.hold('put'), s3.hold('put'), s3.hold('put'), s3.hold('put')];
  const upload = uploader.add(digits());

  // Held PUTs have reported bytes, so the second way is proven and gets its second connection.
  await expect.poll(() => s3.withCredentials).toHaveLength(2);
  for (const letGo of release) letGo();
  await upload.completed;

  expect(s3.calls.filter((call) => call.startsWith('put'))).toHaveLength(5);
  expect(await s3.objects.get('1/digits.txt')?.text()).toBe('0123456789abcdefghij');
});

test('a bucket that refuses credentials costs one silent attempt', async () => {
  const { uploader, s3, clock } = createTestUploader({ credentials: 'refused', maxAttempts: 1 });

  await uploader.add(digits()).completed;

  expect(clock.pendingTimers).toBe(0);
  expect(s3.withCredentials).toEqual([]);
  expect(s3.calls.filter((call) => call.startsWith('put'))).toHaveLength(5);
});

test('a form that gets no answer because of credentials is sent again as a form, without them', async () => {
  const { uploader, s3 } = createTestUploader({
    credentials: 'refused',
    forms: true,
    policy: { integrity: 'sha256' },
    connections: 1,
  });
  const notes = Array.from({ length: 4 }, (_, i) => new File(['abcd'], `${i}.txt`));

  await Promise.all(uploader.addAll(notes).map(({ completed }) => completed));

  expect(s3.calls.filter((call) => call === 'post 1')).toHaveLength(4);
  expect(s3.calls.some((call) => call.startsWith('put'))).toBe(false);
});

test('no part is sent with credentials unless the backend allows it', async () => {
  const { uploader, s3 } = createTestUploader({ connections: 6 });
  await uploader.add(digits()).completed;
  expect(s3.withCredentials).toEqual([]);
});
