import { expect, test } from 'vitest';
import type { PartResponse } from '../ports/transport.ts';
import { classify } from './classify.ts';

const response = (status: number, code?: string): PartResponse => ({
  status,
  etag: undefined,
  body: code ? `<?xml version="1.0"?><Error><Code>${code}</Code><Message>m</Message></Error>` : '',
  retryAfterMs: undefined,
  sent: true,
  loaded: 1,
});

test.each([
  [403, 'AccessDenied', 'presign-again', 'storage-refused'],
  [400, 'ExpiredToken', 'presign-again', 'storage-refused'],
  [403, 'RequestTimeTooSkewed', 'presign-again', 'storage-refused'],
  [403, 'SignatureDoesNotMatch', 'presign-again', 'storage-refused'],
  [403, undefined, 'presign-again', 'storage-refused'],
  [400, 'RequestTimeout', 'retry', 'network-error'],
  [400, 'InvalidArgument', 'fail', 'storage-refused'],
  [404, 'NoSuchUpload', 'ask', 'upload-not-found'],
  [404, 'NoSuchKey', 'ask', 'upload-not-found'],
  [409, 'OperationAborted', 'retry', 'storage-refused'],
  [412, 'PreconditionFailed', 'ask', 'name-taken'],
  [413, undefined, 'fail', 'request-too-large'],
  [425, undefined, 'retry', 'network-error'],
  [400, 'BadDigest', 'read-again', 'network-error'],
  [400, 'InvalidDigest', 'read-again', 'network-error'],
  [400, 'XAmzContentChecksumMismatch', 'read-again', 'network-error'],
  [400, 'XAmzContentSHA256Mismatch', 'read-again', 'network-error'],
  [400, 'IncompleteBody', 'read-again', 'network-error'],
  [501, undefined, 'fail', 'storage-refused'],
  [501, 'NotImplemented', 'fail', 'storage-refused'],
  [400, 'NotImplemented', 'fail', 'storage-refused'],
  [301, 'PermanentRedirect', 'fail', 'storage-refused'],
  [307, 'TemporaryRedirect', 'fail', 'storage-refused'],
  [429, undefined, 'retry', 'storage-unavailable'],
  [500, 'InternalError', 'retry', 'storage-unavailable'],
  [503, 'SlowDown', 'retry', 'storage-unavailable'],
  [504, undefined, 'retry', 'storage-unavailable'],
  [0, undefined, 'retry', 'network-error'],
] as const)('%d %s: %s, then %s', (status, s3Code, remedy, code) => {
  const verdict = classify(response(status, s3Code));
  expect(verdict).toMatchObject({ remedy, error: { code, status } });
  expect(verdict.error.message).toMatch(/^[A-Z].*\.$/);
});

test('a stalled part is retried, and in the end the error says so', () => {
  expect(classify('stalled')).toMatchObject({
    remedy: 'retry',
    error: { code: 'stalled' },
    overloaded: true,
  });
});

test('the error code of S3 is kept for developers and not shown to users', () => {
  const { error } = classify(response(503, 'SlowDown'));
  expect(error.cause).toContain('SlowDown');
  expect(error.message).not.toContain('SlowDown');
});

test.each([
  [503, 'SlowDown', true],
  [500, 'InternalError', true],
  [429, undefined, true],
  [408, undefined, true],
  [400, 'RequestTimeout', true],
  [403, 'AccessDenied', false],
  [0, undefined, false],
] as const)('%d %s asks for fewer connections: %s', (status, s3Code, overloaded) => {
  expect(classify(response(status, s3Code)).overloaded).toBe(overloaded);
});
