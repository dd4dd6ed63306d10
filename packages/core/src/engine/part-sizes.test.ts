import { expect, test } from 'vitest';
import { createManualClock, createScriptedS3, createTestUploader } from '../testing/index.ts';

const MiB = 1024 ** 2;

const bytes = new Uint8Array(60 * MiB);
const file = () => new File([bytes], 'film.mp4');

const setUp = () => createTestUploader({ partSize: 'balanced', connections: 6, sessions: null });

test('parts are equal in size, one for each connection', async () => {
  const { uploader, s3 } = setUp();
  await uploader.add(file()).completed;
  expect(s3.calls.filter((call) => call.startsWith('put'))).toHaveLength(6);
});

/** An uploader whose store takes parts of any size, and the sizes of the parts that it sends, in MiB. */
function setUpUnequal(connections: number) {
  const clock = createManualClock();
  const policy = { integrity: 'none', equalParts: false } as const;
  const s3 = createScriptedS3({ clock, policy });
  const sizes: number[] = [];
  const transport: typeof s3.transport = {
    ...s3.transport,
    send(request) {
      sizes.push(Math.round(request.body.size / MiB));
      return s3.transport.send(request);
    },
  };
  const { uploader } = createTestUploader({
    partSize: 'balanced',
    connections,
    sessions: null,
    policy,
    clock,
    s3: { ...s3, transport },
  });
  return { uploader, s3, clock, sizes };
}

const fileOf = (...parts: readonly Uint8Array<ArrayBuffer>[]) => new File([...parts], 'film.mp4');

test('parts differ in size if the store allows it: small first, then ever smaller ones', async () => {
  const { uploader, sizes } = setUpUnequal(6);
  await uploader.add(fileOf(bytes, bytes, bytes)).completed;
  expect(sizes).toEqual([6, 6, 6, 6, 6, 6, 19, 18, 16, 15, 14, 13, 11, 10, 9, 8, 6, 5]);
});

test('a slow connection gets a smaller part, so that the others do not wait for it', async () => {
  const { uploader, s3, clock, sizes } = setUpUnequal(2);
  const [releaseFast, releaseSlow] = [s3.hold('put 1'), s3.hold('put 2')];
  const held = s3.hold('put 3');
  const upload = uploader.add(fileOf(bytes.subarray(0, 50 * MiB)));
  await expect.poll(() => sizes).toEqual([6, 6]);
  clock.advance(1_000);
  releaseFast();
  await expect.poll(() => sizes).toEqual([6, 6, 14]);
  clock.advance(3_000);
  releaseSlow();
  await expect.poll(() => sizes.slice(0, 4)).toEqual([6, 6, 14, 5]);
  held();
  await upload.completed;
});

test('parts are as small as allowed when the device reports a slow network', async () => {
  const { uploader, connectivity } = setUp();
  connectivity.setSlow(true);
  const upload = uploader.add(file());
  await upload.completed;
  expect(upload.getSnapshot().progress.partCount).toBe(7);
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
