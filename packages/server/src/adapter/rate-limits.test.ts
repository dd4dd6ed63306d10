import { S3Client } from '@aws-sdk/client-s3';
import { UploadError } from '@slipway/protocol';
import { afterEach, describe, expect, test } from 'vitest';
import { ADAPTERS, type CommonOptions } from '../../testing/adapters.ts';
import { createHandClock } from '../../testing/hand-clock.ts';
import { MiB, startUploadStack, type UploadStack } from '../../testing/upload-stack.ts';
import { createUploadRouter } from '../express/upload-router.ts';
import type { RateLimits } from '../limits/rate-limits.ts';
import { createMemoryStore } from '../store/memory-store.ts';
import { validateUploadOptions } from './validate-options.ts';

const file = { name: 'a', size: 1, type: '', partSize: 5 * MiB };
const NOTHING = { token: 'x', parts: [{ partNumber: 1 }] };

/** Statuses of one request, repeated in sequence. */
const statuses = async (times: number, call: () => Promise<{ readonly status: number }>) => {
  const seen: number[] = [];
  for (let i = 0; i < times; i += 1) seen.push((await call()).status);
  return seen;
};

const BARE = {
  s3: new S3Client({ region: 'us-east-1' }),
  bucket: 'media',
  authorize: () => ({ subject: 'a' }),
  tokenKeys: [{ id: 'k', secret: new Uint8Array(32) }],
};

describe.each(ADAPTERS)('%s:', (adapter) => {
  let stack: UploadStack | undefined;
  afterEach(async () => {
    await stack?.close();
    stack = undefined;
  });
  const clock = createHandClock();
  const start = async (options: Partial<CommonOptions>) => {
    stack = await startUploadStack({ clock, ...options }, adapter);
    return stack;
  };
  test('a caller over the limit learns how long to wait, and is admitted again then', async () => {
    const { policy } = await start({ rateLimits: { requests: { limit: 2, windowSeconds: 10 } } });
    expect(await statuses(2, () => policy())).toEqual([200, 200]);
    clock.pass(3_500);
    const { status, headers, body } = await policy();
    expect([status, headers.get('retry-after')]).toEqual([429, '7']);
    expect(body.error).toMatchObject({ code: 'rate-limited', retryAfterMs: 6_500 });
    expect((await policy({ 'x-user': 'bob' })).status).toBe(200);
    expect((await policy({ 'x-user': 'alice', 'x-tenant': 'other' })).status).toBe(200);
    clock.pass(6_500);
    expect((await policy()).status).toBe(200);
  });

  test('by default, a caller has 50 requests a second', async () => {
    const { policy } = await start({ rateLimits: undefined });
    const seen = await statuses(51, () => policy());
    expect(seen).toEqual([...Array.from({ length: 50 }, () => 200), 429]);
  });

  test('a batch costs as much as its items', async () => {
    const { call } = await start({ rateLimits: { uploads: { limit: 150, windowSeconds: 1 } } });
    const batch = { files: Array.from({ length: 100 }, () => file) };
    expect((await call('create', batch)).status).toBe(200);
    expect((await call('create', batch)).status).toBe(200);
    expect((await call('create', { files: [file] })).body.error.code).toBe('rate-limited');
    // Requests that do not call S3 continue.
    expect((await call('presign', { uploads: [NOTHING] })).status).not.toBe(429);
  });

  test('presigned parts are limited across create and presign', async () => {
    const { call } = await start({ rateLimits: { parts: { limit: 3, windowSeconds: 1 } } });
    await call('create', { files: [{ ...file, parts: [{ partNumber: 1 }] }] });
    await call('presign', { uploads: [NOTHING, NOTHING] });
    expect((await call('presign', { uploads: [NOTHING] })).status).toBe(429);
    expect((await call('create', { files: [file] })).status).toBe(200);
  });

  test('a refused request reaches neither the policy nor S3', async () => {
    let asked = 0;
    const { call, operations } = await start({
      rateLimits: { requests: { limit: 1, windowSeconds: 60 } },
      policy: () => {
        asked += 1;
        return {};
      },
    });
    await statuses(5, () => call('create', { files: [{ ...file, size: 6 * MiB }] }));
    expect([asked, operations()]).toEqual([1, ['CreateMultipartUpload']]);
  });

  test('S27 a request beyond the limit is refused before its body is read', async () => {
    const { url } = await start({ rateLimits: { requests: { limit: 3, windowSeconds: 60 } } });
    const send = () =>
      fetch(`${url}/uploads`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-user': 'alice' },
        body: '{"not JSON',
      });
    expect(await statuses(5, send)).toEqual([400, 400, 400, 429, 429]);
  });

  test('an address has limited attempts with wrong credentials, and right ones are always admitted', async () => {
    let asked = 0;
    const { policy } = await start({
      addressOf: (request) => request.headers.get('x-address') ?? undefined,
      rateLimits: { refusals: { limit: 3, windowSeconds: 60 } },
      authorize: ({ headers }) => {
        asked += 1;
        const all = headers instanceof Headers ? headers : new Headers(headers as HeadersInit);
        if (all.get('x-user') === 'alice') return { subject: 'alice' };
        throw new UploadError('unauthorized', { message: 'No.' });
      },
    });
    const from = (user: string) => policy({ 'x-user': user, 'x-address': '192.0.2.1' });
    expect(await statuses(4, () => from('alice'))).toEqual([200, 200, 200, 200]);
    expect(await statuses(4, () => from('mallory'))).toEqual([401, 401, 401, 429]);
    expect((await from('alice')).status).toBe(200);
    expect(asked).toBe(9);
    clock.pass(60_000);
    expect((await from('mallory')).status).toBe(401);
  });

  test('while the store is down, each replica counts on its own and reports the failure once', async () => {
    const failures: unknown[] = [];
    const gone = new UploadError('storage-unavailable');
    let isGone = true;
    const memory = createMemoryStore({ now: () => clock.now() });
    const { policy } = await start({
      rateLimits: { requests: { limit: 2, windowSeconds: 60 } },
      onError: (error) => failures.push(error),
      store: {
        ...memory,
        count: async (...args) => (isGone ? Promise.reject(gone) : memory.count(...args)),
      },
    });
    expect(await statuses(3, () => policy())).toEqual([200, 200, 429]);
    expect(failures.filter((error) => error === gone)).toHaveLength(1);
    isGone = false;
    clock.pass(5_000);
    expect((await policy()).status).toBe(200);
  });

  test.each([
    [{ requests: { limit: 0, windowSeconds: 1 } }, 'requests'],
    [{ uploads: { limit: 1.5, windowSeconds: 1 } }, 'uploads'],
    [{ parts: { limit: 1, windowSeconds: 0 } }, 'parts'],
    [{ request: { limit: 1, windowSeconds: 1 } }, 'request'],
  ])('%j is refused at start-up', async (rateLimits, name) => {
    const wrong = { ...BARE, rateLimits: rateLimits as RateLimits };
    await expect(validateUploadOptions(wrong)).rejects.toThrow(name);
    if (adapter === 'Express') expect(() => createUploadRouter(wrong)).toThrow(name);
  });
});
