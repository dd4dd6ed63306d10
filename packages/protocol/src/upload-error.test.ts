import { describe, expect, test } from 'vitest';
import { ERROR_CODES, type UploadErrorCode } from './error-code.ts';
import { UploadError } from './upload-error.ts';

test('an error arrives unchanged', () => {
  const sent = new UploadError('parts-missing', { message: 'Send 2 again.', partNumbers: [2] });
  const wire = JSON.parse(JSON.stringify(sent.toBody('r-1')));

  const received = UploadError.fromBody(wire, { status: 409 });

  expect(received).toMatchObject({
    code: 'parts-missing',
    message: 'Send 2 again.',
    partNumbers: [2],
    requestId: 'r-1',
    status: 409,
    retryable: true,
  });
});

describe('the wait time', () => {
  test('arrives unchanged', () => {
    const sent = new UploadError('storage-unavailable', { retryAfterMs: 1_500 });
    const wire = JSON.parse(JSON.stringify(sent.toBody()));
    expect(UploadError.fromBody(wire)?.retryAfterMs).toBe(1_500);
  });

  test('can be zero', () => {
    const body = { code: 'rate-limited', retryAfterMs: 0 };
    expect(UploadError.fromBody(body)?.retryAfterMs).toBe(0);
  });

  test('is that of the Retry-After header, if there is one', () => {
    const body = { code: 'rate-limited', retryAfterMs: 1_500 };
    expect(UploadError.fromBody(body, { retryAfterMs: 3_000 })?.retryAfterMs).toBe(3_000);
    expect(UploadError.fromBody(body, { retryAfterMs: undefined })?.retryAfterMs).toBe(1_500);
  });

  test.each([-1, Number.NaN, Number.POSITIVE_INFINITY, '5', null, {}, [5]])(
    'is unknown for %j',
    (retryAfterMs) => {
      const error = UploadError.fromBody({ code: 'rate-limited', retryAfterMs });
      expect(error?.retryAfterMs).toBeUndefined();
    },
  );
});

test.each([
  undefined,
  null,
  'text',
  42,
  {},
  { code: 'nonsense' },
  { code: 'toString' },
  { code: 7 },
])('a body of %j is not one of our errors', (body) => {
  expect(UploadError.fromBody(body)).toBeUndefined();
});

test('fields of the wrong type are ignored', () => {
  const error = UploadError.fromBody({
    code: 'forbidden',
    message: 5,
    requestId: {},
    limit: 'x',
    partNumbers: [1, 'two', 2.5, 3],
  });
  expect(error).toMatchObject({ message: 'forbidden', partNumbers: [1, 3] });
  expect(error?.requestId).toBeUndefined();
  expect(error?.limit).toBeUndefined();
});

test('an error of another copy of the package is recognized', () => {
  const foreign = Object.assign(new Error('x'), { name: 'UploadError', code: 'stalled' });
  expect(UploadError.is(foreign)).toBe(true);
  expect(UploadError.is(new Error('x'))).toBe(false);
  expect(UploadError.is({ name: 'UploadError', code: 'stalled' })).toBe(false);
});

test('every code has an HTTP status, or 0 if only the browser sees the failure', () => {
  for (const [code, { status }] of Object.entries(ERROR_CODES)) {
    expect(status === 0 || (status >= 400 && status < 600), code).toBe(true);
    expect(new UploadError(code as UploadErrorCode).status).toBe(status);
  }
});
