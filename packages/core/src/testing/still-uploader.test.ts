import { UploadError } from '@slipway/protocol';
import { expect, test } from 'vitest';
import { createStillUploader } from './index.ts';

const object = { objectKey: 'a/b', size: 10, etag: '"1"', contentType: 'text/plain' };

test('still uploads look as the engine shows them', async () => {
  const uploader = createStillUploader(
    [
      {
        name: 'film.mov',
        size: 100,
        state: { status: 'uploading', heldBack: false },
        loaded: 40,
        bytesPerSecond: 6,
      },
      { name: 'done.txt', size: 10, state: { status: 'completed', object } },
    ],
    { policy: { integrity: 'none', maxFiles: 3 } },
  );

  const { uploads, totals } = uploader.getSnapshot();
  expect(uploads[0]?.progress).toMatchObject({ fraction: 0.4, timeLeftMs: 10_000 });
  expect(uploads[0]?.actions).toMatchObject({ canPause: true, canResume: false });
  expect(totals).toMatchObject({ count: 2, loaded: 50, total: 110, active: true });
  await expect(uploader.getUpload(uploads[1]?.id ?? '')?.completed).resolves.toBe(object);
  await expect(uploader.getPolicy()).resolves.toMatchObject({ maxFiles: 3 });
});

test('nothing happens to a still upload', async () => {
  const error = new UploadError('storage-refused');
  const uploader = createStillUploader([{ name: 'a.txt', state: { status: 'failed', error } }]);
  const before = uploader.getSnapshot();

  uploader.retryAll();
  uploader.clear();
  uploader.getUpload(before.uploads[0]?.id ?? '')?.retry();

  expect(uploader.getSnapshot()).toBe(before);
  await expect(uploader.getUpload('still-1')?.completed).rejects.toBe(error);
});
