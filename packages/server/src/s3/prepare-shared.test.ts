import { S3Client } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { presignParts, presignPut } from './presign.ts';
import { presignPost } from './presign-post.ts';

const SHA256 = 'n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=';
const MANY = Array.from({ length: 100 }, (_, i) => ({
  bucket: 'media',
  objectKey: `uploads/${i}/f ${i}.txt`,
  uploadId: `u${i}`,
}));
const put = {
  size: 5,
  contentType: 'text/plain',
  metadata: { 'slipway-nonce': 'n' },
  integrity: 'sha256',
  checksum: SHA256,
  overwrite: true,
} as const;

/** A middleware that adds an ending to each path. */
const move = (next: (args: never) => unknown) => (args: { request: { path: string } }) => {
  args.request.path += '.bin';
  return next(args as never);
};

/** Presigns with a clock in the test's hand. `prepared` counts the runs of the client's middleware. */
function setUp() {
  const stack = {
    client: new S3Client({
      region: 'us-east-1',
      credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    }),
    prepared: 0,
    fails: false,
    nowMs: Date.UTC(2026, 0, 15),
    options: { urlLifetimeSeconds: 900, now: () => stack.nowMs },
    put: (objectKey: string, more = {}) =>
      presignPut(stack.client, { bucket: 'media', objectKey }, { ...put, ...more }, stack.options),
  };
  const count = (next: (args: never) => unknown) => (args: unknown) => {
    stack.prepared += 1;
    if (stack.fails) throw new Error('No endpoint.');
    return next(args as never);
  };
  stack.client.middlewareStack.add(count as never, { step: 'build' });
  return stack;
}

test('single PUTs of many keys share one preparation', async () => {
  const stack = setUp();
  const urls = await Promise.all(MANY.map(({ objectKey }) => stack.put(objectKey)));
  expect(stack.prepared).toBe(1);
  expect(new Set(urls.map(({ url }) => new URL(url).pathname)).size).toBe(MANY.length);
});

test('forms of many keys share one preparation', async () => {
  const stack = setUp();
  for (const object of MANY) {
    expect(await presignPost(stack.client, object, put, stack.options)).toHaveProperty('fields');
  }
  expect(stack.prepared).toBe(1);
});

test('parts of many uploads share one preparation', async () => {
  const stack = setUp();
  const parts = [{ partNumber: 1, size: 5 }];
  for (const upload of MANY) {
    const [part] = await presignParts(stack.client, upload, parts, 'none', stack.options);
    expect(new URL(part?.url ?? '').searchParams.get('uploadId')).toBe(upload.uploadId);
  }
  expect(stack.prepared).toBe(1);
});

test('PUTs with other options have their own preparation, and their own headers', async () => {
  const stack = setUp();
  await stack.put('a');
  const { headers } = await stack.put('a', { cacheControl: 'max-age=60' });
  expect(headers).toHaveProperty('cache-control', 'max-age=60');
  expect((await stack.put('a')).headers).not.toHaveProperty('cache-control');
  expect(stack.prepared).toBe(2);
});

test('a preparation is shared for a second, whichever way the clock moves', async () => {
  const stack = setUp();
  await stack.put('a');
  stack.nowMs += 999;
  await stack.put('b');
  expect(stack.prepared).toBe(1);
  stack.nowMs += 1;
  await stack.put('c');
  expect(stack.prepared).toBe(2);
  stack.nowMs -= 10_000;
  await stack.put('d');
  expect(stack.prepared).toBe(3);
});

test('a URL is signed by S3’s clock, even if the SDK learns it after the preparation', async () => {
  const stack = setUp();
  await stack.put('a');
  stack.client.config.systemClockOffset = 20 * 60_000;
  expect(new URL((await stack.put('b')).url).searchParams.get('X-Amz-Date')).toBe(
    '20260115T002000Z',
  );
});

test('a preparation that fails is not shared', async () => {
  const stack = setUp();
  stack.fails = true;
  await expect(stack.put('a')).rejects.toThrow('No endpoint.');
  stack.fails = false;
  expect(await stack.put('a')).toHaveProperty('url');
});

test('if a middleware of the owner changes paths, each object has its own preparation', async () => {
  const stack = setUp();
  stack.client.middlewareStack.add(move as never, { step: 'build' });
  const urls = [await stack.put('a'), await stack.put('b')];
  expect(urls.map(({ url }) => new URL(url).pathname)).toEqual(['/a.bin', '/b.bin']);
});

test('presigning 1,000 parts lets other work run in between', async () => {
  const { client, options } = setUp();
  const parts = Array.from({ length: 1_000 }, (_, i) => ({ partNumber: i + 1, size: 5 }));
  let turns = 0;
  let isDone = false;
  const turn = () => {
    turns += 1;
    if (!isDone) setImmediate(turn);
  };
  setImmediate(turn);
  const [upload] = MANY;
  if (!upload) throw new Error('no upload');
  const urls = await presignParts(client, upload, parts, 'none', options);
  isDone = true;
  expect(urls.map(({ partNumber }) => partNumber)).toEqual(parts.map((one) => one.partNumber));
  expect(turns).toBeGreaterThanOrEqual(10);
});
