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
  const jwt = new SignJWT({ ...claims }).setProtectedHeader({ alg: 'HS256' });
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

test('a caller sees what is in the bucket, with links that work, and what is unfinished', async () => {
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

test('callers see the files of their own tenant, and of nobody else', async () => {
  const url = await start({ SLIPWAY_JWT_SECRET: secret });
  const acme = await headersOf({ sub: 'ada', tenant: 'acme' });
  await upload(url, acme);
  const filesOf = async (headers: Record<string, string>) =>
    (await (await fetch(`${url}/demo/library`, { headers })).json()).files;
  expect(await filesOf(acme)).toHaveLength(1);
  expect(await filesOf(await headersOf({ sub: 'ben', tenant: 'acme-2' }))).toEqual([]);
  // Without a tenant nobody can say whose files are whose.
  expect(await filesOf(await headersOf({ sub: 'cyd' }))).toEqual([]);
  const stranger = await fetch(`${url}/demo/library`);
  expect([stranger.status, (await stranger.json()).error.code]).toEqual([401, 'unauthorized']);
});

test('a form is answered with what the server received of it', async () => {
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
