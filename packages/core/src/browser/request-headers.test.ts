import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { UploadError } from '@slipway/protocol';
import { afterEach, expect, test, vi } from 'vitest';
import { createManualClock, createScriptedS3, createTestUploader } from '../testing/index.ts';
import { createHttpBackend, type HttpBackendOptions } from './http-backend.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  vi.restoreAllMocks();
  for (const close of closers.splice(0)) await close();
});

/** The limit for a test that hangs. No test waits for it. */
const PATIENCE = { timeout: 20_000 };

const tiny = () => new File(['abc'], 'tiny.txt');

/** An uploader with an HTTP backend, and the requests that the backend got. */
async function startUploader(
  headers: HttpBackendOptions['headers'],
  options: { readonly maxAttempts?: number } = {},
) {
  const clock = createManualClock();
  const s3 = createScriptedS3({ clock });
  const requests: string[] = [];
  const server = createServer(async (request, response) => {
    requests.push(`${request.url} ${request.headers.authorization}`);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = JSON.parse(Buffer.concat(chunks).toString());
    const uploads =
      request.url === '/uploads'
        ? await s3.backend.create(body)
        : await s3.backend.complete(body.uploads);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ uploads }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const backend = createHttpBackend({ baseUrl, headers });
  const test = createTestUploader({ ...options, s3: { ...s3, backend }, clock });
  /** Ends the next wait before another attempt. */
  const backOff = async () => {
    await expect.poll(() => clock.pendingTimers, PATIENCE).toBe(1);
    clock.advance(60_000);
  };
  return { ...test, requests, backOff };
}

/** Replaces the time limits of requests with ones that the test ends. */
function holdTimeouts() {
  const timeouts: AbortController[] = [];
  const limitsMs: number[] = [];
  vi.spyOn(AbortSignal, 'timeout').mockImplementation((limitMs) => {
    const controller = new AbortController();
    timeouts.push(controller);
    limitsMs.push(limitMs);
    return controller.signal;
  });
  return {
    limitsMs,
    end: () => timeouts.at(-1)?.abort(new DOMException('Too late.', 'TimeoutError')),
  };
}

test.each(['rejects', 'throws'])(
  'after headers() %s, an upload retries as if the backend was unreachable',
  async (how) => {
    const asked: string[] = [];
    const headers = () => {
      asked.push(how);
      if (asked.length > 2) return { authorization: 'Bearer fresh' };
      const error = new Error('The token endpoint is down.');
      if (how === 'throws') throw error;
      return Promise.reject(error);
    };
    const { uploader, requests, backOff } = await startUploader(headers);
    const upload = uploader.add(tiny());

    await backOff();
    await backOff();

    await upload.completed;
    expect(requests).toEqual(['/uploads Bearer fresh', '/uploads/complete Bearer fresh']);
    expect(asked).toHaveLength(4);
  },
);

test.each([
  ['a Headers object', new Headers({ authorization: 'Bearer now' })],
  ['pairs', [['authorization', 'Bearer now']] as [string, string][]],
  ['a record', { Authorization: 'Bearer now', 'Content-Type': 'text/plain' }],
])('%s of headers() reaches the backend', async (_, headers) => {
  const { uploader, requests } = await startUploader(() => headers);
  await uploader.add(tiny()).completed;
  expect(requests).toEqual(['/uploads Bearer now', '/uploads/complete Bearer now']);
});

test.each<[string, unknown]>([
  ['a text', 'Bearer now'],
  ['a list of texts', ['authorization', 'Bearer now']],
  ['a pair without a value', [['authorization', undefined]]],
  ['a record without a value', { authorization: undefined }],
  ['a nested object', { headers: { authorization: 'Bearer now' } }],
  ['a date', new Date(0)],
  ['a number', 5],
])('%s from headers() fails with a TypeError at once, and no request is sent', async (_, given) => {
  const { uploader, requests } = await startUploader(() => given as HeadersInit);
  const upload = uploader.add(tiny());
  await expect(upload.completed).rejects.toMatchObject({ cause: expect.any(TypeError) });
  expect(requests).toEqual([]);
});

test('while the device is offline, an upload whose headers() rejects pauses and sends no requests', async () => {
  let online = false;
  let asked = 0;
  const { uploader, connectivity, requests, clock } = await startUploader(
    async () => {
      asked++;
      if (!online) throw new TypeError('Failed to fetch');
      return { authorization: 'Bearer fresh' };
    },
    { maxAttempts: 1 },
  );
  connectivity.goOffline();
  const upload = uploader.add(tiny());
  await expect
    .poll(() => upload.getSnapshot().state, PATIENCE)
    .toEqual({ status: 'paused', reason: 'offline' });
  expect([asked, clock.pendingTimers]).toEqual([1, 0]);

  online = true;
  connectivity.goOnline();

  await upload.completed;
  expect(requests[0]).toBe('/uploads Bearer fresh');
});

test('when headers() always rejects, the upload fails in the end, with that error as the cause', async () => {
  const cause = new Error('The token endpoint is down.');
  const { uploader, requests, backOff } = await startUploader(() => Promise.reject(cause), {
    maxAttempts: 2,
  });
  const upload = uploader.add(tiny());
  const failed = expect(upload.completed).rejects.toMatchObject({
    code: 'backend-unavailable',
    retryable: true,
    status: 0,
    cause,
  });

  await backOff();

  await failed;
  expect(upload.getSnapshot().actions.canRetry).toBe(true);
  expect(requests).toEqual([]);
});

test('when headers() throws an UploadError, the upload fails at once', async () => {
  const signedOut = new UploadError('unauthorized', { message: 'Your session is over.' });
  const { uploader, requests } = await startUploader(() => Promise.reject(signedOut));
  await expect(uploader.add(tiny()).completed).rejects.toBe(signedOut);
  expect(requests).toEqual([]);
});

test('when headers() never settles, its request times out and is retried', async () => {
  const timeouts = holdTimeouts();
  let asked = 0;
  const { uploader, requests, backOff } = await startUploader(() => {
    asked++;
    return asked > 1 ? { authorization: 'Bearer fresh' } : new Promise(() => {});
  });
  const upload = uploader.add(tiny());
  await expect.poll(() => asked, PATIENCE).toBe(1);
  expect(timeouts.limitsMs).toEqual([60_000]);

  timeouts.end();
  await backOff();

  await upload.completed;
  expect(requests[0]).toBe('/uploads Bearer fresh');
});

test('the error names headers() when it never settled', async () => {
  const timeouts = holdTimeouts();
  const backend = createHttpBackend({ baseUrl: '/api', headers: () => new Promise(() => {}) });
  const failed = expect(backend.getPolicy()).rejects.toMatchObject({
    code: 'backend-unavailable',
    status: 0,
    cause: expect.stringContaining('headers()'),
  });
  timeouts.end();
  await failed;
});

test('a request that is aborted during headers() rejects with the reason of its signal', async () => {
  const backend = createHttpBackend({ baseUrl: '/api', headers: () => new Promise(() => {}) });
  const controller = new AbortController();
  const asked = backend.listParts('t', controller.signal);
  controller.abort('enough');
  await expect(asked).rejects.toBe('enough');
});
