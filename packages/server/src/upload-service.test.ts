import { UploadError } from '@slipway/protocol';
import {
  afterEach,
  beforeEach,
  describe,
  expect,
  type MockInstance,
  onTestFinished,
  test,
  vi,
} from 'vitest';
import { ADAPTERS } from '../testing/adapters.ts';
import { createHandClock } from '../testing/hand-clock.ts';
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

const lines = () => stderr.mock.calls.map(([line]) => String(line));

describe.each(ADAPTERS)('%s: with default settings', (adapter) => {
  test('strangers cannot fill the log, and it says what to do', async () => {
    const clock = createHandClock();
    const stack = await startUploadStack(
      {
        clock,
        onError: undefined,
        authorize: () => {
          throw new Error(`the token is ${'x'.repeat(5_000)}`);
        },
      },
      adapter,
    );
    onTestFinished(() => stack.close());
    for (let i = 0; i < 30; i += 1) expect((await stack.policy()).status).toBe(401);
    expect(lines()).toHaveLength(11);
    expect(lines()[0]).toMatch(/^slipway: authorize unauthorized \(\S+\) Error: the token is x+…$/);
    expect(lines()[10]).toContain("Throw UploadError('unauthorized')");
    for (const line of lines()) {
      expect(line.length).toBeLessThan(500);
      expect(line).not.toMatch(/\n|\bat /);
    }
    clock.pass(60_000);
    await stack.policy();
    expect(lines()).toHaveLength(12);
  });

  test.each([
    ['a body that is no JSON', '{'],
    ['no files', '{"files":[]}'],
    ['an unknown field', '{"files":[],"a":1}'],
    ['a forged token', '{"uploads":[{"token":"a","parts":[{"partNumber":1}]}]}'],
  ])('%s is not logged', async (_name, body) => {
    const stack = await startUploadStack({ onError: undefined }, adapter);
    onTestFinished(() => stack.close());
    for (const route of ['create', 'presign', 'complete'] as const) {
      expect((await stack.call(route, body)).status).toBeGreaterThanOrEqual(400);
    }
    expect(stderr.mock.calls).toEqual([]);
  });
});
