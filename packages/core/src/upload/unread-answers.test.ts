import { expect, test } from 'vitest';
import { createTestUploader } from '../testing/index.ts';

const digits = () => new File(['0123456789'], 'digits.txt', { lastModified: 1 });

test('when no part gets an answer although the network works, the run asks S3 and uses fresh URLs', async () => {
  const { uploader, s3, clock } = createTestUploader();
  for (const put of ['put 1', 'put 2']) s3.lose(put);

  await clock.runUntil(uploader.add(digits()).completed);

  const afterLosses = s3.calls.slice(s3.calls.indexOf('list'));
  expect(afterLosses.filter((call) => call === 'list')).toHaveLength(1);
  const presigned = afterLosses.flatMap(
    (call) => /^presign (.+)/.exec(call)?.[1]?.split(',') ?? [],
  );
  expect(presigned.sort()).toEqual(['1', '2', '3']);
});

test('while the run asks S3 it sends no part, and afterwards uses no earlier URL', async () => {
  const { uploader, s3, clock } = createTestUploader({ connections: 2 });
  const upload = uploader.add(new File(['0'.repeat(40)], 'ten-parts.txt', { lastModified: 1 }));
  for (let n = 1; n <= 2; n++) s3.lose(`put ${n}`);
  const answer = s3.hold('list');

  await expect.poll(() => s3.calls).toContain('list');
  const sentBefore = s3.calls.filter((call) => call.startsWith('put'));
  answer();
  await clock.runUntil(upload.completed);

  expect(sentBefore).toEqual(['put 1', 'put 2']);
  const afterAnswer = s3.calls.slice(s3.calls.indexOf('list') + 1);
  expect(afterAnswer[0]).toMatch(/^presign/);
});

test('an attempt that started before a refusal does not clear later refusals', async () => {
  const { uploader, s3, clock } = createTestUploader({ connections: 2 });
  const [first, second, fourth] = ['put 1', 'put 2', 'put 4'].map((put) => s3.hold(put));
  for (const put of ['put 3', 'put 5']) s3.lose(put);
  const upload = uploader.add(new File(['0'.repeat(40)], 'ten-parts.txt', { lastModified: 1 }));
  await expect.poll(() => s3.calls).toContain('put 2');

  clock.advance(1);
  second?.();
  await expect.poll(() => s3.calls).toContain('put 4'); // The third was lost.
  first?.();
  await s3.receives('put 1');
  await expect.poll(() => s3.calls).toContain('list'); // The fifth was lost, too.
  fourth?.();
  await clock.runUntil(upload.completed);

  expect(s3.calls.filter((call) => call === 'list')).toHaveLength(1);
});
