import { UploadError } from '@slipway/protocol';
import { afterEach, beforeEach, expect, type MockInstance, test, vi } from 'vitest';
import { startUploadStack } from '../testing/upload-stack.ts';

let stderr: MockInstance<typeof console.error>;
beforeEach(() => {
  stderr = vi.spyOn(console, 'error').mockImplementation(() => {});
});
afterEach(() => stderr.mockRestore());

/** What a router with default settings logs during one request. */
async function linesWhile(failure: Error): Promise<unknown[][]> {
  const stack = await startUploadStack({
    onError: undefined,
    policy: () => Promise.reject(failure),
  });
  try {
    await stack.policy({ 'x-user': 'alice', 'x-request-id': 'edge-1' });
    return stderr.mock.calls;
  } finally {
    await stack.close();
  }
}

test('a server failure is logged as one line with its request and cause', async () => {
  expect(await linesWhile(new Error('the database\n  is gone'))).toEqual([
    ['slipway: GET /policy internal-error (edge-1) Error: the database is gone'],
  ]);
});

test('a storage failure is logged with the error of S3', async () => {
  const cause = new Error('not authorized to perform s3:PutObject');
  expect(await linesWhile(new UploadError('storage-refused', { message: 'm', cause }))).toEqual([
    [`slipway: GET /policy storage-refused (edge-1) Error: ${cause.message}`],
  ]);
});

test('mistakes of callers are not logged', async () => {
  expect(await linesWhile(new UploadError('rate-limited', { message: 'Slow down.' }))).toEqual([]);
});
