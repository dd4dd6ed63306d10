import { readFile, stat } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ownMains } from '../testing/own-mains.ts';
import { callApi, createFile, putPart } from '../testing/upload-file.ts';

const mains = ownMains();
const { start } = mains;

/** Uploads one small file, from create to its bytes in the bucket. */
async function upload(url: string, headers: Record<string, string> = {}) {
  const created = await createFile(url, 5, headers);
  if (created.status !== 200) return { status: created.status, uploads: [] };
  const [{ token, parts }] = created.body.uploads;
  const put = await putPart(parts[0], new TextEncoder().encode('hello'), url);
  const completed = await callApi(url, 'uploads/complete', { uploads: [{ token }] }, headers);
  return { status: completed.status, uploads: completed.body.uploads, put };
}

test('the backend starts, answers, accepts an upload, and exits cleanly on SIGTERM', async () => {
  const main = start();
  const { url } = await main.ready();
  const health = await fetch(`${url}/healthz`);
  expect([health.status, await health.text()]).toEqual([200, '{"status":"ok"}']);
  const { uploads, put } = await upload(url);
  expect(uploads[0].object).toMatchObject({ size: 5, contentType: 'text/plain' });
  // A page of the backend may send parts to the store and read the ETag.
  expect(put?.headers.get('access-control-allow-origin')).toBe(url);
  expect(put?.headers.get('access-control-expose-headers')).toContain('ETag');
  main.child.kill('SIGTERM');
  expect(await main.ended()).toBe(0);
  expect(main.output().stderr).toBe('');
  const [storage, ready, ...requests] = main.output().stdout.trimEnd().split('\n');
  expect(storage).toMatch(/^Objects go to /);
  expect(ready).toBe(`Slipway is ready: ${url}`);
  expect(requests.map((line) => JSON.parse(line).route)).toEqual([
    'POST /uploads',
    'POST /uploads/complete',
  ]);
});

test('SIGINT ends the backend even with a keep-alive connection', async () => {
  const main = start();
  const { url } = await main.ready();
  await (await fetch(`${url}/healthz`)).text();
  main.child.kill('SIGINT');
  main.child.kill('SIGINT');
  expect(await main.ended()).toBe(0);
});

function secrets(): Promise<string[]> {
  const names = ['token-keys', 'local-s3-key'];
  return Promise.all(names.map((name) => readFile(join(mains.dataDir, name), 'utf8')));
}

test('keys and objects survive a restart, and only the owner can read the keys', async () => {
  const first = start();
  await upload((await first.ready()).url);
  const before = await secrets();
  first.child.kill('SIGTERM');
  await first.ended();

  const second = start();
  expect((await upload((await second.ready()).url)).uploads[0].object.size).toBe(5);
  expect(await secrets()).toEqual(before);
  for (const name of ['token-keys', 'local-s3-key']) {
    expect((await stat(join(mains.dataDir, name))).mode & 0o777).toBe(0o600);
  }
});

test('with a JWT secret, only callers with a token may upload', async () => {
  const secret = 'a secret of more than thirty-two bytes';
  const { url } = await start({ SLIPWAY_JWT_SECRET: secret }).ready();
  expect((await upload(url)).status).toBe(401);
  const { SignJWT } = await import('jose');
  const sign = (text: string) =>
    new SignJWT({ sub: 'alice', tenant: 'acme' })
      .setProtectedHeader({ alg: 'HS256' })
      .setExpirationTime('1 min')
      .sign(new TextEncoder().encode(text));
  const forged = { authorization: `Bearer ${await sign(`not ${secret}`)}` };
  expect((await upload(url, forged)).status).toBe(401);
  const { uploads } = await upload(url, { authorization: `Bearer ${await sign(secret)}` });
  expect(uploads[0].object.objectKey).toMatch(/^uploads\/acme\//);
});

describe('the backend does not start, says why in one line, and exits with 1', () => {
  test.each([
    ['a wrong port', { PORT: 'x' }, /^PORT: a port is [^\n]*\n$/],
    [
      'no credentials',
      {
        S3_BUCKET: 'media',
        S3_REGION: 'us-east-1',
        AWS_EC2_METADATA_DISABLED: 'true',
        HOME: '/nonexistent',
      },
      /^No AWS credentials found\. [^\n]*\n$/,
    ],
  ])('%s', async (_name, env, line) => {
    const main = start(env);
    expect(await main.ended()).toBe(1);
    expect(main.output()).toEqual({ stdout: '', stderr: expect.stringMatching(line) });
  });

  test('a name that no bucket can have', async () => {
    const keys = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' };
    const main = start({ S3_BUCKET: 'my/bucket', S3_REGION: 'us-east-1', ...keys });
    expect(await main.ended()).toBe(1);
    expect(main.output()).toEqual({
      stdout: '',
      stderr: expect.stringMatching(/^S3_BUCKET: [^\n]+\n$/),
    });
  });

  test('another backend uses the same data folder', async () => {
    await start().ready();
    const second = start();
    expect(await second.ended()).toBe(1);
    expect(second.output().stderr).toMatch(new RegExp(`^[^\\n]*${mains.dataDir}[^\\n]*\\n$`));
  });

  test.each(['PORT', 'S3_PORT'])('%s is in use', async (name) => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    try {
      const main = start({ [name]: String(port) });
      expect(await main.ended()).toBe(1);
      expect(main.output()).toEqual({
        stdout: '',
        stderr: `${name}: ${port} is in use. Set another, or 0 for any free one.\n`,
      });
    } finally {
      other.close();
    }
  });
});
