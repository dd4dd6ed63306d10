import { createServer } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterEach, describe, expect, test } from 'vitest';
import { startTestBackend } from '../testing/start-backend.ts';
import { createKeyServer } from './callers/key-server.ts';
import { closeServer, listen } from './network/listen.ts';

const secret = 'a secret of more than thirty-two bytes';
const GARBAGE = { authorization: 'Bearer aaaa.bbbb.cccc' };
const LIMIT = 100;

const toClose: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of toClose.splice(0)) await close();
});

async function start(env: Record<string, string>) {
  const backend = await startTestBackend(env);
  toClose.push(() => backend.close());
  return backend;
}

function sign(claims: object, key: CryptoKey | string, header: { alg: string; kid?: string }) {
  const jwt = new SignJWT({ ...claims }).setProtectedHeader(header).setExpirationTime('5 min');
  return jwt.sign(typeof key === 'string' ? new TextEncoder().encode(key) : key);
}

async function bearer(claims: object): Promise<Record<string, string>> {
  return { authorization: `Bearer ${await sign(claims, secret, { alg: 'HS256' })}` };
}

/** How many responses had each status, of that many requests at once. */
async function statuses(times: number, ask: () => Promise<Response>) {
  const counts: Record<number, number> = {};
  for (const { status } of await Promise.all(Array.from({ length: times }, ask))) {
    counts[status] = (counts[status] ?? 0) + 1;
  }
  return counts;
}

/** An identity provider that can be down, and counts its requests. */
async function startProvider() {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const keys = [{ ...(await exportJWK(publicKey)), kid: 'known', alg: 'RS256' }];
  const state = { isDown: false, requests: 0 };
  const server = createServer((_request, response) => {
    state.requests += 1;
    response.writeHead(state.isDown ? 500 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ keys }));
  });
  const port = await listen(server, 0, '127.0.0.1');
  toClose.push(() => closeServer(server, 0));
  return { state, privateKey, url: `http://127.0.0.1:${port}/jwks.json` };
}

describe.each([
  ['without a proxy', {}, {}],
  [
    'behind a proxy that is not trusted',
    {},
    { 'x-forwarded-for': '198.51.100.7', forwarded: 'for=198.51.100.7' },
  ],
  [
    'behind a trusted proxy',
    { SLIPWAY_TRUSTED_PROXIES: '127.0.0.1' },
    { 'x-forwarded-for': '198.51.100.7' },
  ],
])('%s,', (_name, env, forwarded) => {
  test('S29 500 refused requests from one address leave valid callers served, on every guarded route', async () => {
    const { url } = await start({
      ...env,
      SLIPWAY_JWT_SECRET: secret,
      SLIPWAY_ADMIN_GROUP: 'operators',
      SLIPWAY_METRICS_TOKEN: secret,
    });
    const ask = (path: string, headers: Record<string, string>, method = 'GET') =>
      fetch(url + path, { method, headers: { ...forwarded, ...headers } });
    const refused = await statuses(500, () => ask('/api/policy', GARBAGE));
    expect(refused).toEqual({ 401: LIMIT, 429: 400 });
    const admin = await bearer({ sub: 'ada', groups: ['operators'] });
    for (const [method, path] of [
      ['GET', '/api/policy'],
      ['GET', '/api/admin/uploads'],
      ['GET', '/metrics'],
    ] as const) {
      expect([path, (await ask(path, GARBAGE, method)).status]).toEqual([path, 429]);
      expect([path, (await ask(path, admin, method)).status]).toEqual([path, 200]);
    }
    // A valid caller who is not an admin hears that he is refused too often.
    const user = await bearer({ sub: 'bob' });
    expect((await ask('/api/admin/uploads', user)).status).toBe(429);
    expect((await ask('/api/policy', user)).status).toBe(200);
    expect((await ask('/demo/requests', GARBAGE, 'POST')).status).toBe(429);
    expect((await ask('/demo/requests', user, 'POST')).status).toBe(200);
    expect((await ask('/metrics', { authorization: `Bearer ${secret}` })).status).toBe(200);
  });
});

test.each([
  ['GET', '/metrics'],
  ['GET', '/api/policy'],
  ['GET', '/api/admin/uploads'],
  ['POST', '/api/admin/doctor'],
  ['POST', '/demo/requests'],
])('S29 %s %s counts its refusals', async (method, path) => {
  const { url } = await start({ SLIPWAY_JWT_SECRET: secret, SLIPWAY_ADMIN_GROUP: 'operators' });
  const refused = await statuses(LIMIT + 10, () => fetch(url + path, { method, headers: GARBAGE }));
  expect(refused).toEqual({ 401: LIMIT, 429: 10 });
  const last = await fetch(url + path, { method, headers: GARBAGE });
  expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
});

test('S29 an identity provider that is down counts as no refusal', async () => {
  const provider = await startProvider();
  provider.state.isDown = true;
  const { url } = await start({
    SLIPWAY_JWKS_URL: provider.url,
    SLIPWAY_JWT_ISSUER: 'https://login.example',
    SLIPWAY_JWT_AUDIENCE: 'slipway',
    SLIPWAY_ADMIN_GROUP: 'operators',
  });
  const claims = { sub: 'ada', iss: 'https://login.example', aud: 'slipway' };
  const header = { alg: 'RS256', kid: 'known' };
  const token = await sign({ ...claims, groups: ['operators'] }, provider.privateKey, header);
  const ask = (path: string, bearerToken = token) =>
    fetch(url + path, { headers: { authorization: `Bearer ${bearerToken}` } });
  for (const path of ['/api/policy', '/metrics', '/api/admin/uploads']) {
    expect(await statuses(LIMIT, () => ask(path))).toEqual({ 503: LIMIT });
  }
  provider.state.isDown = false;
  await expect.poll(async () => (await ask('/api/policy')).status, { timeout: 5_000 }).toBe(200);
  expect((await ask('/metrics')).status).toBe(200);
  const [, payload] = token.split('.');
  expect((await ask('/api/policy', `e30.${payload}.AAAA`)).status).toBe(401);
});

describe('S29 the keys of an identity provider', () => {
  const MINUTE = 60_000;
  const known = { alg: 'RS256', kid: 'known' };
  const unknown = { alg: 'RS256', kid: 'unknown' };
  const token = { payload: '', signature: '' };
  async function startKeys() {
    const { state, url } = await startProvider();
    let now = 0;
    const keys = createKeyServer(url, () => now);
    return {
      state,
      keyFor: (header: { alg: string; kid: string }) => keys(header, token),
      pass(ms: number) {
        now += ms;
      },
    };
  }

  test('serve callers for as long as the provider is down', async () => {
    const { state, keyFor, pass } = await startKeys();
    await keyFor(known);
    state.isDown = true;
    for (let i = 0; i < 5; i += 1) {
      pass(60 * MINUTE);
      await expect(keyFor(known)).resolves.toBeDefined();
    }
    expect(state.requests).toBeGreaterThan(1);
  });

  test('are fetched once a cooldown for 200 tokens that name unknown keys', async () => {
    const { state, keyFor, pass } = await startKeys();
    const flood = () =>
      Promise.allSettled(Array.from({ length: 200 }, async () => keyFor(unknown)));
    await flood();
    await flood();
    expect(state.requests).toBe(1);
    pass(MINUTE);
    await flood();
    expect(state.requests).toBe(2);
    state.isDown = true;
    pass(MINUTE);
    await flood();
    await flood();
    expect(state.requests).toBe(3);
  });

  test('are fetched again after ten minutes', async () => {
    const { state, keyFor, pass } = await startKeys();
    await keyFor(known);
    pass(9 * MINUTE);
    await keyFor(known);
    expect(state.requests).toBe(1);
    pass(MINUTE);
    await keyFor(known);
    expect(state.requests).toBe(2);
  });

  test('that are unknown while the provider is down count as no refusal', async () => {
    const { state, keyFor, pass } = await startKeys();
    await keyFor(known);
    state.isDown = true;
    pass(MINUTE);
    await expect(keyFor(unknown)).rejects.toMatchObject({ code: 'ERR_JOSE_GENERIC' });
    state.isDown = false;
    pass(MINUTE);
    await expect(keyFor(unknown)).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' });
  });
});

test('S29 a token of more than 8 KiB is refused unread', async () => {
  const { url } = await start({ SLIPWAY_JWT_SECRET: secret });
  const headers = await bearer({ sub: 'ada', text: 'a'.repeat(7_000) });
  expect((headers.authorization ?? '').length).toBeGreaterThan(8_200);
  const answer = await fetch(`${url}/api/policy`, { headers });
  expect(answer.status).toBe(401);
  expect(await answer.json()).toMatchObject({
    error: { message: 'A bearer token may have at most 8192 characters.' },
  });
});

describe('S29 the log', () => {
  const forwarded = { 'x-forwarded-for': '198.51.100.7' };
  const warningsOf = async (env: Record<string, string>) => {
    const backend = await startTestBackend({ SLIPWAY_JWT_SECRET: secret, ...env });
    for (let i = 0; i < 3; i += 1) await fetch(`${backend.url}/healthz`, { headers: forwarded });
    await fetch(`${backend.url}/healthz`, { headers: { forwarded: 'for=198.51.100.7' } });
    const lines = await backend.endAndReadLog();
    await backend.close();
    return lines.filter(({ msg }) => String(msg).includes('SLIPWAY_TRUSTED_PROXIES'));
  };

  test('warns once of a proxy that is not trusted', async () => {
    expect(await warningsOf({})).toMatchObject([{ level: 'warn', peer: '127.0.0.1' }]);
  });

  test('does not warn of a trusted proxy', async () => {
    expect(await warningsOf({ SLIPWAY_TRUSTED_PROXIES: '127.0.0.1' })).toEqual([]);
  });
});
