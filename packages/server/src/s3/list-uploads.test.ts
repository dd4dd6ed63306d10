import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type GatewayStack, startGateway } from '../../testing/gateway-stack.ts';
import { listUploads, listUploadsPage } from './list-uploads.ts';
import type { UploadsPage } from './s3-gateway.ts';

let stack: GatewayStack;
beforeAll(async () => {
  stack = await startGateway();
});
afterAll(() => stack.close());

const create = (objectKey: string) =>
  stack.gateway.createMultipartUpload(
    { bucket: stack.bucket, objectKey },
    { contentType: 'text/plain', metadata: {} },
    'none',
  );

async function keysUnder(prefix: string, pageSize?: number): Promise<string[][]> {
  const pages: string[][] = [];
  const query = { bucket: stack.bucket, prefix, pageSize };
  for await (const { uploads } of listUploads(stack.client, query)) {
    pages.push(uploads.map(({ objectKey }) => objectKey));
  }
  return pages;
}

test('listUploads returns every page, including several uploads of one key', async () => {
  const keys = ['paged/a', 'paged/b', 'paged/b', 'paged/b', 'paged/c', 'paged/d', 'paged/e'];
  const created = await Promise.all(keys.map(create));
  expect(await keysUnder('paged/', 2)).toEqual([
    keys.slice(0, 2),
    keys.slice(2, 4),
    keys.slice(4, 6),
    keys.slice(6),
  ]);

  const ids: string[] = [];
  for await (const { uploads } of listUploads(stack.client, {
    bucket: stack.bucket,
    prefix: 'paged/',
    pageSize: 3,
  })) {
    ids.push(...uploads.map(({ uploadId }) => uploadId));
  }
  expect(ids.sort()).toEqual(created.map(({ uploadId }) => uploadId).sort());
});

test('listUploads returns more uploads than the 1,000 of one S3 page', async () => {
  for (let i = 0; i < 1_050; i += 50) {
    await Promise.all(
      Array.from({ length: 50 }, (_, j) => create(`many/${String(i + j).padStart(4, '0')}`)),
    );
  }
  const pages = await keysUnder('many/');
  expect(pages.map(({ length }) => length)).toEqual([1_000, 50]);
  expect(new Set(pages.flat()).size).toBe(1_050);
});

test('a folder’s listing excludes folders whose names start the same', async () => {
  await Promise.all(['own/a', 'own-other/a', 'own', 'ow/a'].map(create));
  expect(await keysUnder('own/')).toEqual([['own/a']]);
});

test('keys keep all their characters', async () => {
  const keys = ['odd/ü é+%2F & <x>', 'odd/\u0001', 'odd/🎬 ?#'];
  await Promise.all(keys.map(create));
  expect((await keysUnder('odd/', 1)).flat().sort()).toEqual([...keys].sort());
});

test('a listed upload has its creation time', async () => {
  const before = Date.now() - 1_000;
  const { uploadId } = await create('dated/a');
  const { uploads } = await listUploadsPage(stack.client, {
    bucket: stack.bucket,
    prefix: 'dated/',
  });
  expect(uploads).toMatchObject([{ bucket: 'media', objectKey: 'dated/a', uploadId }]);
  const initiatedMs = uploads[0]?.initiatedAt.getTime() ?? 0;
  expect(initiatedMs).toBeGreaterThanOrEqual(before);
  expect(initiatedMs).toBeLessThanOrEqual(Date.now());
});

test('an S3 refusal becomes an error that hides the bucket', async () => {
  const query = { bucket: 'not-there', prefix: '' };
  await expect(listUploadsPage(stack.client, query)).rejects.toMatchObject({
    code: 'storage-misconfigured',
    message: expect.not.stringContaining('not-there'),
  });
});

test('the listing stops after two requests if the store repeats its marker, and keeps unencoded keys', async () => {
  let asked = 0;
  const server = createServer((_request, response) => {
    asked += 1;
    const upload =
      '<Upload><Key>a+%20b</Key><UploadId>u</UploadId><Initiated>2026-01-01T00:00:00.000Z</Initiated></Upload>';
    const marker =
      '<NextKeyMarker>a+%20b</NextKeyMarker><NextUploadIdMarker>u</NextUploadIdMarker>';
    const body = `<ListMultipartUploadsResult><Bucket>media</Bucket><IsTruncated>true</IsTruncated>${marker}${upload}</ListMultipartUploadsResult>`;
    response.writeHead(200, { connection: 'close' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const client = new S3Client({
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${port}`,
    forcePathStyle: true,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
  });
  try {
    const pages: UploadsPage[] = [];
    for await (const page of listUploads(client, { bucket: 'media', prefix: '' })) pages.push(page);
    expect(pages.map(({ uploads }) => uploads[0]?.objectKey)).toEqual(['a+%20b', 'a+%20b']);
    expect(asked).toBe(2);
  } finally {
    client.destroy();
    server.close();
  }
});
