import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, expect, test } from 'vitest';
import { startTestBackend } from '../testing/start-backend.ts';
import { createFile } from '../testing/upload-file.ts';

const toClose: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of toClose.splice(0)) await one.close();
});

async function start(env: Record<string, string> = {}): Promise<string> {
  const backend = await startTestBackend(env);
  toClose.push(backend);
  return backend.url;
}

const PROXY = {
  SLIPWAY_TRUSTED_PROXIES: '127.0.0.1',
  SLIPWAY_PROXY_SUBJECT_HEADER: 'X-User',
};

test.each([
  [{}, undefined],
  [
    { SLIPWAY_JWT_SECRET: 'a secret of more than thirty-two bytes' },
    { bearer: expect.objectContaining({ type: 'http', scheme: 'bearer' }) },
  ],
  [PROXY, { proxy: expect.objectContaining({ type: 'apiKey', in: 'header', name: 'x-user' }) }],
])('with %j /openapi.json describes the API and how callers authenticate', async (env, known) => {
  const answer = await fetch(`${await start(env)}/openapi.json`);
  const document = await answer.json();
  expect(answer.status).toBe(200);
  expect(document.servers).toEqual([{ url: '/api' }]);
  expect(Object.keys(document.paths)).toContain('/uploads/complete');
  expect(document.components.securitySchemes).toEqual(known);
});

test.each(['/openapi.json', '/metrics', '/api/admin/configuration', '/api/admin/uploads?limit=9'])(
  'the response of %s is never compressed, because its size would leak the secrets in it',
  async (path) => {
    const url = await start({ SLIPWAY_LOCAL_ADMIN: 'true' });
    for (let i = 0; i < 9; i += 1) await createFile(url, 20 * 1024 ** 2);
    const answer = await fetch(url + path, { headers: { 'accept-encoding': 'br, gzip, deflate' } });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-encoding')).toBeNull();
    // A shorter response would not be compressed in any case.
    expect((await answer.text()).length).toBeGreaterThan(1_024);
  },
);

test.each([
  '/API/policy',
  '/api/Policy',
  '/api/policy/',
  '/api/Admin/Uploads',
  '/API/admin/uploads',
  '/api/admin/uploads/',
  '/Metrics',
  '/metrics/',
  '/OpenAPI.json',
  '/openapi.json/',
  '/Healthz',
  '/healthz/',
  '/DEMO/library',
  '/demo/Library',
  '/demo/library/',
])('S35 %s is another spelling, so no route answers it', async (path) => {
  const answer = await fetch((await start({ SLIPWAY_LOCAL_ADMIN: 'true' })) + path);
  expect(answer.status).toBe(404);
});

test.each([
  '/metrics#',
  '/x/../metrics',
  '/%2e/metrics',
  '\\metrics',
  '/\\metrics',
  '//metrics',
  '/demo%2flibrary',
  '/demo\\library#',
  '/api\\admin\\uploads#',
  '/healthz#x',
])('S35 %s can be read as several paths, so the backend refuses it', async (path) => {
  const url = new URL(await start({ SLIPWAY_LOCAL_ADMIN: 'true' }));
  // `fetch` would normalize the path.
  const socket = connect(Number(url.port), url.hostname);
  socket.end(`GET ${path} HTTP/1.1\r\nHost: ${url.host}\r\nConnection: close\r\n\r\n`);
  const answer = await text(socket);
  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
});

test('the headers of a trusted proxy name the caller', async () => {
  const url = await start(PROXY);
  const known = await createFile(url, 5, { 'x-user': 'alice' });
  expect(known.status).toBe(200);
  expect((await createFile(url, 5)).status).toBe(401);
});

test('the backend refuses the header from any other address', async () => {
  const url = await start({ ...PROXY, SLIPWAY_TRUSTED_PROXIES: '192.0.2.0/24' });
  expect((await createFile(url, 5, { 'x-user': 'alice' })).status).toBe(403);
});

test('a backend without callers refuses requests that a proxy forwarded', async () => {
  const url = await start();
  const answer = await fetch(`${url}/api/policy`, { headers: { 'x-forwarded-for': '192.0.2.1' } });
  expect(answer.status).toBe(421);
  expect((await fetch(`${url}/api/policy`)).status).toBe(200);
});

test.each(['/healthz', '/openapi.json', '/api/policy', '/nothing', '/metrics'])(
  'the response of %s has security headers and a request ID',
  async (path) => {
    const { headers } = await fetch(`${await start()}${path}`);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(headers.get('x-request-id')).toMatch(/^[\w-]{36}$/);
    expect(headers.get('x-powered-by')).toBeNull();
  },
);

test.each([
  ['an admin group', { 'x-user': 'alice', 'x-groups': 'users,admins' }, 200],
  ['no such group', { 'x-user': 'alice', 'x-groups': 'users' }, 403],
  ['no name', { 'x-groups': 'admins' }, 401],
])('a caller of %s gets %i from the admin routes', async (_name, headers, status) => {
  const url = await start({
    ...PROXY,
    SLIPWAY_PROXY_GROUPS_HEADER: 'X-Groups',
    SLIPWAY_ADMIN_GROUP: 'admins',
  });
  const answer = await fetch(`${url}/api/admin/uploads`, { headers: headers as HeadersInit });
  expect(answer.status).toBe(status);
});

test('the admin routes answer 404 if no caller can be an admin', async () => {
  const url = await start(PROXY);
  const answer = await fetch(`${url}/api/admin/uploads`, { headers: { 'x-user': 'alice' } });
  expect(answer.status).toBe(404);
});

test('on loopback with the embedded store, every user of the machine is an admin', async () => {
  expect((await fetch(`${await start()}/api/admin/uploads`)).status).toBe(200);
});

test('the backend refuses an address that sends too many requests in a minute, to pages and API alike', async () => {
  const url = await start({ SLIPWAY_RATE_ADDRESS: '3' });
  for (const path of ['/', '/api/policy', '/nothing']) {
    expect((await fetch(`${url}${path}`)).status).not.toBe(429);
  }
  for (const path of ['/', '/api/policy']) {
    const answer = await fetch(`${url}${path}`);
    expect(answer.status).toBe(429);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await answer.json()).toMatchObject({ error: { code: 'rate-limited' } });
  }
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
});

test('behind a trusted proxy the limit counts the caller’s address', async () => {
  const url = await start({ ...PROXY, SLIPWAY_RATE_ADDRESS: '1' });
  const statusFor = async (address: string) =>
    (await fetch(`${url}/`, { headers: { 'x-forwarded-for': address } })).status;
  expect(await statusFor('192.0.2.1')).not.toBe(429);
  expect(await statusFor('192.0.2.1')).toBe(429);
  expect(await statusFor('192.0.2.2')).not.toBe(429);
});
