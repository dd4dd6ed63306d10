import { SignJWT } from 'jose';
import { afterEach, expect, test } from 'vitest';
import { startTestBackend } from '../../testing/start-backend.ts';
import { callApi, createFile, putPart } from '../../testing/upload-file.ts';

const MiB = 1024 ** 2;
const secret = 'a token of more than thirty-two bytes';

const toClose: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of toClose.splice(0)) await one.close();
});

async function start(env: Record<string, string> = {}): Promise<string> {
  const backend = await startTestBackend(env);
  toClose.push(backend);
  return backend.url;
}

async function headersOf(claims: object): Promise<Record<string, string>> {
  const jwt = new SignJWT({ ...claims })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime('5 min');
  return { authorization: `Bearer ${await jwt.sign(new TextEncoder().encode(secret))}` };
}

/** Uploads six megabytes as `a.txt`. */
async function upload(url: string, headers: Record<string, string> = {}): Promise<void> {
  const created = await createFile(url, 6 * MiB, headers);
  const [{ token, parts }] = created.body.uploads;
  for (const part of parts) {
    await putPart(part, new Uint8Array(part.partNumber === 1 ? 5 * MiB : MiB), url);
  }
  const completed = await callApi(url, 'uploads/complete', { uploads: [{ token }] }, headers);
  expect(completed.status).toBe(200);
}

test('a caller sees the objects in the bucket with working links, and the unfinished uploads', async () => {
  const url = await start();
  await upload(url);
  await createFile(url, 7 * MiB);
  const library = await (await fetch(`${url}/demo/library`)).json();
  expect(library).toMatchObject({
    files: [{ name: 'a.txt', size: 6 * MiB, storedAt: expect.stringMatching(/Z$/) }],
    unfinished: [{ name: 'a.txt' }],
  });
  expect(library.files[0].preview).toBeUndefined();
  const download = await fetch(library.files[0].download);
  expect(download.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''a.txt");
  expect((await download.arrayBuffer()).byteLength).toBe(6 * MiB);
});

test.each([
  ['a JWT', { SLIPWAY_JWT_SECRET: secret }, () => headersOf({ sub: 'ada', tenant: 'acme' })],
  [
    'a proxy',
    { SLIPWAY_TRUSTED_PROXIES: '127.0.0.1', SLIPWAY_PROXY_SUBJECT_HEADER: 'X-User' },
    async () => ({ 'x-user': 'ada' }),
  ],
])('S26 if %s identifies callers, the library does not exist', async (_by, env, known) => {
  const url = await start(env);
  const ada = await known();
  await upload(url, ada);
  for (const headers of [ada, {}]) {
    for (const path of ['/demo/library', '/demo/library/', '/DEMO/library?tenant=acme']) {
      const answer = await fetch(`${url}${path}`, { headers });
      expect([answer.status, await answer.text()]).toEqual([404, 'Page not found.']);
    }
  }
});

test('a caller who is not identified gets no response to a form', async () => {
  const url = await start({ SLIPWAY_JWT_SECRET: secret });
  const body = new URLSearchParams([['name', 'Ada']]);
  const stranger = await fetch(`${url}/demo/requests`, { method: 'POST', body });
  expect([stranger.status, (await stranger.json()).error.code]).toEqual([401, 'unauthorized']);
  const headers = await headersOf({ sub: 'ada' });
  const known = await fetch(`${url}/demo/requests`, { method: 'POST', body, headers });
  expect(await known.json()).toEqual({ received: { name: 'Ada' } });
});

test('the response to a form shows what the server received', async () => {
  const url = await start();
  const body = new URLSearchParams([
    ['name', 'Ada'],
    ['attachments', 'uploads/1/a'],
    ['attachments', 'uploads/2/b'],
  ]);
  const answer = await fetch(`${url}/demo/requests`, { method: 'POST', body });
  expect(await answer.json()).toEqual({
    received: { name: 'Ada', attachments: ['uploads/1/a', 'uploads/2/b'] },
  });
});
