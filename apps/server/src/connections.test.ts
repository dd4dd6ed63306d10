import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { sendEndlessly } from '../../../packages/server/testing/endless-request.ts';
import { startTestBackend, type TestBackend } from '../testing/start-backend.ts';

const MiB = 1024 ** 2;
const IDLE = 5_000;
const HEADERS = { 'content-type': 'application/json', 'content-length': String(4 * 1024 ** 3) };

let backend: TestBackend;
beforeAll(async () => {
  backend = await startTestBackend({
    SLIPWAY_JWT_SECRET: 'a secret of more than thirty-two bytes',
  });
});
afterAll(() => backend.close());

test.each([
  ['POST /api/uploads', 401],
  ['POST /api/admin/doctor', 404],
  ['POST /api/nothing', 404],
  ['POST /demo/requests', 401],
  ['POST /metrics', 404],
  ['POST /openapi.json', 404],
  ['POST /healthz', 404],
  ['PUT /', 404],
  ['GET /healthz', 200],
])('S34 after the response to %s, the rest of 4 GiB stays unread', async (start, status) => {
  const chunk = 'a'.repeat(65_536);
  const { response, bytesRead } = await sendEndlessly(backend.url, {
    start,
    headers: HEADERS,
    chunk,
  });
  expect(response).toContain(`HTTP/1.1 ${status} `);
  expect(response).toContain('Connection: close\r\n');
  expect(bytesRead).toBeGreaterThan(0);
  expect(bytesRead).toBeLessThan(MiB);
});

test(`S34 ${IDLE} idle connections leave others served`, async () => {
  const { hostname, port } = new URL(backend.url);
  const idle: Socket[] = [];
  for (let i = 0; i < IDLE; i += 250) {
    const some = Array.from({ length: 250 }, () => connect(Number(port), hostname));
    await Promise.all(some.map((socket) => once(socket, 'connect')));
    idle.push(...some);
  }
  expect((await fetch(`${backend.url}/healthz`)).status).toBe(200);
  // The backend closes them, because no request comes. A browser could take a response for that to its next request.
  await Promise.all(idle.map((socket) => once(socket.resume(), 'close')));
  expect(idle.reduce((sum, socket) => sum + socket.bytesRead, 0)).toBe(0);
  expect((await fetch(`${backend.url}/healthz`)).status).toBe(200);
}, 60_000);

test('S34 a connection whose client reads no response is closed, and others are served', async () => {
  const { hostname, port } = new URL(backend.url);
  const sockets: Socket[] = [];
  const onRequest = (message: unknown) => sockets.push((message as { socket: Socket }).socket);
  subscribe('http.server.request.start', onRequest);
  const client = connect(Number(port), hostname).pause();
  client.on('error', () => {});
  client.write(`GET /openapi.json HTTP/1.1\r\nHost: ${hostname}\r\n\r\n`.repeat(300));
  await vi.waitFor(() => expect(sockets[0]?.writableLength).toBeGreaterThan(0), 30_000);
  unsubscribe('http.server.request.start', onRequest);
  await once(sockets[0] as Socket, 'close');
  expect((await fetch(`${backend.url}/healthz`)).status).toBe(200);
  client.destroy();
}, 90_000);

test('S34 the backend bounds the number and the duration of connections', async () => {
  const servers: Server[] = [];
  const onRequest = (message: unknown) => servers.push((message as { server: Server }).server);
  subscribe('http.server.request.start', onRequest);
  await fetch(`${backend.url}/healthz`);
  unsubscribe('http.server.request.start', onRequest);
  expect(servers).toMatchObject([
    {
      maxConnections: 10_000,
      headersTimeout: 10_000,
      requestTimeout: 30_000,
      keepAliveTimeout: 65_000,
    },
  ]);
});

test('a request with headers of 40 kB gets 431 with an error that says so', async () => {
  const answer = await fetch(`${backend.url}/api/policy`, {
    headers: { cookie: 'a'.repeat(40_000) },
  });
  expect(answer.status).toBe(431);
  expect(await answer.json()).toEqual({
    error: { code: 'invalid-request', message: expect.stringContaining('headers of the request') },
  });
});

test('a request that is no HTTP gets 400, and others are served', async () => {
  const { hostname, port } = new URL(backend.url);
  const socket = connect(Number(port), hostname);
  let response = '';
  socket.setEncoding('utf8').on('data', (text: string) => {
    response += text;
  });
  socket.write('not HTTP at all\r\n\r\n');
  await once(socket, 'close');
  expect(response).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
  expect((await fetch(`${backend.url}/healthz`)).status).toBe(200);
});
