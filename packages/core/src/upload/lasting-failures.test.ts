import { ERROR_CODES, UploadError, type UploadErrorCode } from '@slipway/protocol';
import { expect, test } from 'vitest';
import { failure } from '../retry/failure.ts';
import { createTestUploader } from '../testing/index.ts';

/** One part, so that no other part succeeds and resets the counts. */
const tiny = () => new File(['abc'], 'tiny.txt', { lastModified: 1 });

/** Three parts. */
const digits = () => new File(['0123456789'], 'digits.txt', { lastModified: 1 });

/** One sentence on what happened, and one on what to do. */
const SAYS_WHAT_TO_DO = /^[A-Z][^.]+\. (Check|Choose|Rename|Sign|Tell|Try) [^.]+\.$/;

/** What S3 keeps answering to a part, the error of the upload, and the number of attempts. */
test.each([
  [403, 'AccessDenied', 'storage-refused', 4],
  [400, 'ExpiredToken', 'storage-refused', 4],
  [403, 'RequestTimeTooSkewed', 'storage-refused', 4],
  [403, 'SignatureDoesNotMatch', 'storage-refused', 4],
  [400, 'InvalidArgument', 'storage-refused', 1],
  [409, 'OperationAborted', 'storage-refused', 10],
  [404, 'NoSuchUpload', 'upload-not-found', 4],
  [412, 'PreconditionFailed', 'name-taken', 4],
  [500, 'InternalError', 'storage-unavailable', 10],
  [503, 'SlowDown', 'storage-unavailable', 10],
  [429, 'TooManyRequests', 'storage-unavailable', 10],
  [400, 'RequestTimeout', 'network-error', 10],
  [400, 'BadDigest', 'network-error', 10],
  [400, 'XAmzContentChecksumMismatch', 'network-error', 10],
  [501, 'NotImplemented', 'storage-misconfigured', 1],
  [400, 'NotImplemented', 'storage-misconfigured', 1],
  [301, 'PermanentRedirect', 'storage-misconfigured', 1],
] satisfies [number, string, UploadErrorCode, number][])(
  'when S3 keeps answering a part with %d %s, the upload fails as %s after %d attempts',
  async (status, s3Code, code, attempts) => {
    const { uploader, s3, clock } = createTestUploader({ policy: {} });
    for (let i = 0; i < 100; i++) s3.answer('put 1', status, s3Code);

    const error = await clock.runUntil(uploader.add(tiny()).completed).catch(String);

    const { state } = uploader.getSnapshot().uploads[0] ?? {};
    expect(state).toMatchObject({ status: 'failed', error: { code } });
    expect(error).toMatch(/^UploadError: /);
    expect(String(error).replace('UploadError: ', '')).toMatch(SAYS_WHAT_TO_DO);
    expect(s3.calls.filter((call) => call === 'put 1')).toHaveLength(attempts);
  },
);

test('a part that gets no answer, from a bucket that answered before, fails as network-error', async () => {
  const { uploader, s3, clock } = createTestUploader();
  for (let i = 0; i < 100; i++) s3.lose('put 2');

  const failed = clock.runUntil(uploader.add(new File(['0123456789'], 'digits.txt')).completed);

  await expect(failed).rejects.toMatchObject({
    code: 'network-error',
    message: expect.stringMatching(SAYS_WHAT_TO_DO),
  });
});

test('a bucket that is reachable but never lets the page read an answer fails as storage-misconfigured', async () => {
  const { uploader, s3, clock } = createTestUploader();
  for (let i = 0; i < 100; i++) s3.lose('put 1');

  const failed = clock.runUntil(uploader.add(tiny()).completed);

  await expect(failed).rejects.toMatchObject({
    code: 'storage-misconfigured',
    message: expect.stringMatching(/CORS.*\. Tell /),
  });
});

const codes = Object.keys(ERROR_CODES) as UploadErrorCode[];

test.each(codes.filter((code) => code !== 'canceled'))(
  'the engine has a message for %s that says what to do next',
  (code) => {
    const error = failure(code);
    expect(UploadError.is(error)).toBe(true);
    expect(error.message).toMatch(SAYS_WHAT_TO_DO);
  },
);

test("a proxy's 403 fails a resumed upload, and its session stays for the next attempt", async () => {
  const { s3, clock, sessions, uploader } = createTestUploader();
  uploader.add(digits());
  await s3.receives('put 2');
  uploader.close();
  const cause = 'https://app.test/api/uploads/parts answered 403';
  const listParts = () => Promise.reject(new UploadError('forbidden', { cause }));
  const guarded = { ...s3, backend: { ...s3.backend, listParts } };
  const refused = createTestUploader({ s3: guarded, clock, sessions }).uploader;
  await expect(refused.add(digits()).completed).rejects.toMatchObject({ code: 'forbidden' });
  refused.close();

  await createTestUploader({ s3, clock, sessions }).uploader.add(digits()).completed;

  expect(s3.calls.filter((call) => call === 'create')).toHaveLength(1);
});
