import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, request, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkHost } from '../network/check-host.ts';
import { closeServer, listen } from '../network/listen.ts';
import { answerPageErrors, createPages } from './pages.ts';
import { securityHeaders } from './security-headers.ts';

const LONG = 'a script of some length;'.repeat(100);

let folder: string;
let server: Server;
let port: number;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-pages-'));
  const web = join(folder, 'web');
  for (const [name, text] of [
    ['index.html', 'home'],
    ['drop-in/index.html', 'drop-in'],
    ['assets/index-B3xY.js', 'hashed'],
    ['slipway-upload.js', 'element'],
    ['assets/long-B3xY.js', LONG],
    ['assets/long-B3xY.png', LONG],
  ] as const) {
    await mkdir(join(web, name, '..'), { recursive: true });
    await writeFile(join(web, name), text);
  }
  await writeFile(join(folder, 'secret.txt'), 'secret');
  const app = express();
  app.use(checkHost, securityHeaders(['https://media.s3.example']));
  app.use(createPages(web), answerPageErrors(console.error));
  server = createServer(app);
  port = await listen(server, 0, '127.0.0.1');
});
afterAll(async () => {
  await closeServer(server, 0);
  await rm(folder, { recursive: true, force: true });
});

/**
 * Sends the path unchanged. `fetch` would resolve dots, and does not let a caller choose the host.
 */
function get(path: string, host = `127.0.0.1:${port}`) {
  return new Promise<{ status: number; headers: Record<string, unknown>; text: string }>(
    (resolve, reject) => {
      const call = request({ host: '127.0.0.1', port, path, headers: { host } }, (response) => {
        let text = '';
        response.on('data', (bytes: Buffer) => {
          text += bytes.toString();
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
        );
      });
      call.on('error', reject).end();
    },
  );
}

test('a long path without a page gets 404 without backtracking', async () => {
  expect((await get(`/${'a'.repeat(32)}!`)).status).toBe(404);
  expect((await get(`/${'a/'.repeat(32)}!`)).status).toBe(404);
  expect((await get('/drop-in/')).text).toBe('drop-in');
});

test.each([
  ['/', 'home', 'no-cache'],
  ['/index.html', 'home', 'no-cache'],
  ['/drop-in', 'drop-in', 'no-cache'],
  ['/drop-in/', 'drop-in', 'no-cache'],
  ['/slipway-upload.js', 'element', 'no-cache'],
  ['/assets/index-B3xY.js', 'hashed', 'public, max-age=31536000, immutable'],
])('%s is served with the right cache header', async (path, text, caching) => {
  const answer = await get(path);
  expect(answer).toMatchObject({ status: 200, text, headers: { 'cache-control': caching } });
});

test.each([
  '/nothing',
  '/assets',
  '/assets/index.js',
  '/../secret.txt',
  '/drop-in/../../secret.txt',
  '/..%2fsecret.txt',
  '/%2e%2e/secret.txt',
  '//secret.txt',
  '/.%00/',
  '/%',
])('the request for %s is refused, and its response shows no file and no stack', async (path) => {
  const answer = await get(path);
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.status).toBeLessThan(500);
  expect(answer.text).not.toMatch(/secret|node_modules|\bat /);
});

test.each(['br', 'gzip'])('files are sent as %s to clients that accept it', async (encoding) => {
  const answer = await fetch(`http://127.0.0.1:${port}/assets/long-B3xY.js`, {
    headers: { 'accept-encoding': encoding },
  });
  expect(answer.headers.get('content-encoding')).toBe(encoding);
  expect(answer.headers.get('vary')).toContain('Accept-Encoding');
  expect(answer.headers.get('cache-control')).toContain('immutable');
  expect(await answer.text()).toBe(LONG);
});

test.each([
  ['/assets/long-B3xY.js', 'identity'],
  ['/assets/long-B3xY.png', 'br, gzip'],
])('%s is sent unchanged to clients that accept %s', async (path, encodings) => {
  const headers = { 'accept-encoding': encodings };
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers });
  expect(answer.headers.get('content-encoding')).toBeNull();
  expect(await answer.text()).toBe(LONG);
});

test('ranges are ignored, because a range of the compressed file would have other bytes', async () => {
  const answer = await fetch(`http://127.0.0.1:${port}/assets/long-B3xY.js`, {
    headers: { 'accept-encoding': 'gzip', range: 'bytes=0-9' },
  });
  expect([answer.status, await answer.text()]).toEqual([200, LONG]);
});

test('if the pages are not built, the response says how to build them', async () => {
  const other = createServer(express().use(createPages(join(folder, 'missing'))));
  const otherPort = await listen(other, 0, '127.0.0.1');
  const answer = await fetch(`http://127.0.0.1:${otherPort}/`);
  expect([answer.status, await answer.text()]).toEqual([404, expect.stringContaining('npm run')]);
  await closeServer(other, 0);
});

test('pages can reach only their backend and the store, and run only their own scripts', async () => {
  const { headers } = await get('/');
  const policy = String(headers['content-security-policy']);
  expect(policy).toContain("default-src 'self';connect-src 'self' https://media.s3.example;");
  expect(policy).not.toMatch(/unsafe|upgrade-insecure-requests|\*/);
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  });
});

describe('a site that points its own name at this machine', () => {
  test.each(['evil.example', '127.0.0.1.evil.example', '192.0.2.1', 'localhost.evil.example'])(
    'gets no response as %s',
    async (host) => {
      expect((await get('/', `${host}:${port}`)).status).toBe(421);
    },
  );

  test.each(['localhost', '127.0.0.1', '[::1]'])('is not %s', async (host) => {
    expect((await get('/', `${host}:${port}`)).status).toBe(200);
  });
});
