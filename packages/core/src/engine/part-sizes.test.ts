import { expect, test } from 'vitest';
import { createTestUploader } from '../testing/index.ts';

const MiB = 1024 ** 2;

const bytes = new Uint8Array(60 * MiB);
const file = () => new File([bytes], 'film.mp4');

const setUp = () => createTestUploader({ partSize: 'balanced', connections: 6, sessions: null });

test('parts are equal in size, one for each connection', async () => {
  const { uploader, s3 } = setUp();
  await uploader.add(file()).completed;
  expect(s3.calls.filter((call) => call.startsWith('put'))).toHaveLength(6);
});

test('parts are as small as allowed when the device reports a slow network', async () => {
  const { uploader, connectivity } = setUp();
  connectivity.setSlow(true);
  const upload = uploader.add(file());
  expect(upload.getSnapshot().progress.partCount).toBe(7);
  await upload.completed;
});

test('a broken connection makes the parts of the next upload small', async () => {
  const { uploader, s3, clock } = setUp();
  s3.lose('put 2');
  await clock.runUntil(uploader.add(file()).completed);

  const next = uploader.add(file());
  await next.completed;

  expect(next.getSnapshot().progress.partCount).toBe(7);
});

test('an upload keeps its plan after it has started, even when the link gets worse', async () => {
  const { uploader, s3, clock } = setUp();
  s3.lose('put 2');
  const upload = uploader.add(file());
  await s3.receives('put 2');
  upload.pause();
  upload.resume();

  await clock.runUntil(upload.completed);

  expect(upload.getSnapshot().progress.partCount).toBe(6);
});

test('a waiting upload counts its parts by the part size of the policy', async () => {
  const { uploader } = createTestUploader({
    partSize: 4,
    policy: { integrity: 'none', partSize: 5 },
    autoStart: false,
  });
  const upload = uploader.add(new File(['0123456789'], 'digits.txt'));

  expect(upload.getSnapshot().progress.partCount).toBe(2);

  upload.start();
  await upload.completed;
  expect(upload.getSnapshot().progress.partCount).toBe(2);
});
