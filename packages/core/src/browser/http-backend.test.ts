import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createHttpBackend } from './http-backend.ts';

type Handler = (request: IncomingMessage, body: string, response: ServerResponse) => void;
const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function serve(handler: Handler): Promise<string> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    handler(request, Buffer.concat(chunks).toString(), response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const answer = (response: ServerResponse, status: number, body: unknown, headers = {}) =>
  response
    .writeHead(status, { 'content-type': 'application/json', ...headers })
    .end(typeof body === 'string' ? body : JSON.stringify(body));

test('each method calls its route, and sends tokens only in the body', async () => {
  const seen: string[] = [];
  const url = await serve((request, body, response) => {
    seen.push(`${request.method} ${request.url} ${body}`);
    answer(response, 200, { uploads: [], status: 'unfinished', parts: [] });
  });
  const backend = createHttpBackend({ baseUrl: `${url}/api/` });

  await backend.getPolicy();
  await backend.create({ files: [] });
  await backend.presign({
    uploads: [{ token: 't', parts: [{ partNumber: 1 }] }],
    accepts: ['post'],
  });
  await backend.listParts('t');
  await backend.complete([{ token: 't' }]);
  await backend.abort([{ token: 't' }]);

  expect(seen).toEqual([
    'GET /api/policy ',
    'POST /api/uploads {"files":[]}',
    'POST /api/uploads/presign {"uploads":[{"token":"t","parts":[{"partNumber":1}]}],"accepts":["post"]}',
    'POST /api/uploads/parts {"token":"t"}',
    'POST /api/uploads/complete {"uploads":[{"token":"t"}]}',
    'POST /api/uploads/abort {"uploads":[{"token":"t"}]}',
  ]);
});

test('the backend calls headers() before every request', async () => {
  const seen: (string | undefined)[] = [];
  const url = await serve((request, _, response) => {
    seen.push(request.headers.authorization);
    answer(response, 200, {});
  });
  let count = 0;
  const headers = async () => ({ authorization: `Bearer ${++count}` });
  const backend = createHttpBackend({ baseUrl: url, headers });

  await backend.getPolicy();
  await backend.getPolicy();

  expect(seen).toEqual(['Bearer 1', 'Bearer 2']);
});

test('a batch that failed as a whole still has an error for each item', async () => {
  const items = [1, 2].map((limit) => ({
    error: { code: 'file-too-large', message: 'No.', limit },
  }));
  const url = await serve((_, __, response) =>
    answer(response, 413, { error: items[0]?.error, uploads: items }),
  );
  expect(await createHttpBackend({ baseUrl: url }).create({ files: [] })).toEqual(items);
});

test('errors of the backend keep their code, message, request id and Retry-After', async () => {
  const error = { code: 'quota-exceeded', message: 'Full.', requestId: 'r1', limit: 5 };
  const url = await serve((_, __, response) =>
    answer(response, 403, { error }, { 'retry-after': '2' }),
  );
  await expect(createHttpBackend({ baseUrl: url }).create({ files: [] })).rejects.toMatchObject({
    ...error,
    status: 403,
    retryAfterMs: 2_000,
  });
});

test.each([
  [401, '<html>', 'unauthorized', false],
  [403, '<html>', 'forbidden', false],
  [404, '<html>', 'not-found', false],
  [200, 'ok', 'not-found', false],
  [408, '', 'backend-unavailable', true],
  [413, '<html>Request Entity Too Large</html>', 'request-too-large', false],
  [425, '', 'backend-unavailable', true],
  [429, '', 'backend-unavailable', true],
  [502, '<html>Bad gateway</html>', 'backend-unavailable', true],
  [503, { error: { code: 'made-up' } }, 'backend-unavailable', true],
])('status %d with a foreign body becomes %s', async (status, body, code, retryable) => {
  const url = await serve((_, __, response) => answer(response, status, body));
  await expect(createHttpBackend({ baseUrl: url }).getPolicy()).rejects.toMatchObject({
    code,
    retryable,
    status,
    message: expect.stringMatching(/^[A-Z].*\.$/),
  });
});

test('a login page instead of JSON means that the user is signed out', async () => {
  const html = { 'content-type': 'text/html; charset=utf-8' };
  const url = await serve((_, __, response) => answer(response, 200, '<html>Log in</html>', html));
  await expect(createHttpBackend({ baseUrl: url }).create({ files: [] })).rejects.toMatchObject({
    code: 'unauthorized',
    message: expect.stringContaining('Sign in'),
    cause: `${url}/uploads answered 200`,
  });
});

test('a redirect to a page instead of JSON means that the user is signed out', async () => {
  const url = await serve((request, _, response) => {
    if (request.url === '/login') answer(response, 200, 'Log in', { 'content-type': 'text/plain' });
    else answer(response, 302, '', { location: '/login' });
  });
  await expect(createHttpBackend({ baseUrl: url }).create({ files: [] })).rejects.toMatchObject({
    code: 'unauthorized',
    cause: `${url}/login answered 200`,
  });
});

test('a backend that moved answers behind a redirect', async () => {
  const url = await serve((request, _, response) => {
    if (request.url?.startsWith('/new/')) answer(response, 200, { uploads: [] });
    else answer(response, 308, '', { location: `/new${request.url}` });
  });
  expect(await createHttpBackend({ baseUrl: url }).create({ files: [] })).toEqual([]);
});

test('a backend that cannot be reached, or drops the connection, is unavailable', async () => {
  const url = await serve((request) => request.socket.destroy());
  const backend = createHttpBackend({ baseUrl: url });
  await expect(backend.getPolicy()).rejects.toMatchObject({
    code: 'backend-unavailable',
    status: 0,
  });
});

test('an aborted request rejects with the reason of its signal', async () => {
  const url = await serve(() => {});
  const controller = new AbortController();
  const asked = createHttpBackend({ baseUrl: url }).listParts('t', controller.signal);
  controller.abort('enough');
  await expect(asked).rejects.toBe('enough');
});
