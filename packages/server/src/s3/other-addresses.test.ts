import { S3Client } from '@aws-sdk/client-s3';
import type { PresignedPart } from '@slipway/protocol';
import { afterEach, expect, test } from 'vitest';
import type { CommonOptions } from '../../testing/adapters.ts';
import { MiB, putPart, startUploadStack, type UploadStack } from '../../testing/upload-stack.ts';

let stack: UploadStack;
afterEach(() => stack.close());

const PARTS = [1, 2, 3].map((partNumber) => ({ partNumber }));

/** A backend with a second address of local-s3, under another host name. */
async function start(options: Partial<CommonOptions> = {}) {
  const endpoint = { current: '' };
  const other = new S3Client({
    region: 'us-east-1',
    endpoint: async () => {
      const { hostname, port } = new URL(endpoint.current);
      return { protocol: 'http:', hostname, port: Number(port), path: '/' };
    },
    forcePathStyle: true,
    credentials: { accessKeyId: 'TESTKEY', secretAccessKey: 'test-secret' },
  });
  stack = await startUploadStack({
    policy: { integrity: 'none' },
    endpoints: [other],
    ...options,
  });
  endpoint.current = stack.s3.url.replace('127.0.0.1', 'localhost');
}

async function create(accepts?: readonly string[]) {
  const file = { name: 'a.bin', type: '', size: 11 * MiB, partSize: 5 * MiB, parts: PARTS };
  const { body } = await stack.call('create', { files: [file], ...(accepts && { accepts }) });
  const [upload] = body.uploads;
  return upload as { readonly token: string; readonly parts: readonly PresignedPart[] };
}

const hostsOf = (parts: readonly PresignedPart[]) =>
  parts.map(({ url, otherHost = false }) => [new URL(url).hostname, otherHost]);

test('the backend spreads parts over all addresses, and each address accepts its parts', async () => {
  await start();
  const { token, parts } = await create(['other-hosts']);
  expect(hostsOf(parts)).toEqual([
    ['127.0.0.1', false],
    ['localhost', true],
    ['127.0.0.1', false],
  ]);
  const again = await stack.call('presign', {
    uploads: [{ token, parts: [{ partNumber: 2 }] }],
    accepts: ['other-hosts'],
  });
  expect(hostsOf(again.body.uploads[0].parts)).toEqual([['localhost', true]]);

  const etags: { partNumber: number; etag: string }[] = [];
  for (const part of parts) {
    const size = part.partNumber === 3 ? MiB : 5 * MiB;
    const { status, etag } = await putPart(part, new Uint8Array(size));
    expect(status).toBe(200);
    etags.push({ partNumber: part.partNumber, etag });
  }
  const { body } = await stack.call('complete', { uploads: [{ token, etags }] });
  expect(body.uploads[0].object.size).toBe(11 * MiB);
});

test('a browser that does not accept other hosts gets only the first address', async () => {
  await start();
  expect(hostsOf((await create()).parts).map(([host]) => host)).toEqual(Array(3).fill('127.0.0.1'));
});

test('a part allows cookies only with credentialsSplit', async () => {
  await start();
  expect((await create()).parts.map((part) => part.credentialsAllowed)).toEqual(
    Array(3).fill(undefined),
  );
  await stack.close();
  await start({ credentialsSplit: true, smallFiles: 'post' });
  expect((await create()).parts.map((part) => part.credentialsAllowed)).toEqual(
    Array(3).fill(true),
  );
});

test('the service refuses an address that cannot reach the bucket at start-up', async () => {
  await start();
  const endpoints = [
    new S3Client({ region: 'us-east-1', useAccelerateEndpoint: true, forcePathStyle: true }),
  ];
  await expect(startUploadStack({ endpoints })).rejects.toThrow('endpoints: Transfer Acceleration');
});
