import { once } from 'node:events';
import { request } from 'node:http';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { expect, test } from 'vitest';
import { BUCKET, startTestServer } from './testing/test-server.ts';

test('the server serves a thousand connections at once', async () => {
  const { s3, client, requests } = await startTestServer({ flush: false });
  const puts = await Promise.all(
    Array.from({ length: 1000 }, async (_, i) => {
      const command = new PutObjectCommand({ Bucket: BUCKET, Key: `k${i}`, ContentLength: 20_000 });
      const url = await getSignedUrl(client, command);
      const headers = { 'content-length': '20000' };
      const put = request(url, { method: 'PUT', agent: false, headers });
      put.write(Buffer.alloc(10_000, i)); // All connections are open before the first is done.
      return put;
    }),
  );
  const statuses = puts.map(async (put, i) => {
    put.end(Buffer.alloc(10_000, i));
    const [response] = await once(put, 'response');
    response.resume();
    return response.statusCode;
  });
  expect(new Set(await Promise.all(statuses))).toEqual(new Set([200]));
  const { KeyCount } = await client.send(new ListObjectsV2Command({ Bucket: BUCKET }));
  expect(KeyCount).toBe(1000);
  expect(requests.filter(({ status }) => status === 200)).toHaveLength(1001);
  expect(s3.requestsUnderWay).toBe(0);
});

test('memory stays flat during large uploads and downloads', async () => {
  const { client } = await startTestServer({ flush: false });
  const size = 128 * 1024 * 1024;
  const where = { Bucket: BUCKET, Key: 'large' };
  const url = await getSignedUrl(client, new PutObjectCommand({ ...where, ContentLength: size }));
  const put = request(url, { method: 'PUT', headers: { 'content-length': String(size) } });
  const block = Buffer.alloc(1024 * 1024, 7);
  let peak = 0;
  const before = process.memoryUsage().rss;
  for (let sent = 0; sent < size; sent += block.length) {
    if (!put.write(block)) await once(put, 'drain');
    peak = Math.max(peak, process.memoryUsage().rss - before);
  }
  put.end();
  const [response] = await once(put, 'response');
  expect(response.statusCode).toBe(200);
  response.resume();
  const got = await fetch(await getSignedUrl(client, new GetObjectCommand(where)));
  let received = 0;
  for await (const chunk of got.body ?? []) {
    received += chunk.length;
    peak = Math.max(peak, process.memoryUsage().rss - before);
  }
  expect(received).toBe(size);
  expect(peak).toBeLessThan(150 * 1024 * 1024);
});

test('a reader gets the whole object even if it is replaced or deleted meanwhile', async () => {
  const { client } = await startTestServer({ flush: false });
  const where = { Bucket: BUCKET, Key: 'read' };
  const bytes = Buffer.alloc(20_000_000, 1);
  await client.send(new PutObjectCommand({ ...where, Body: bytes }));
  const got = await fetch(await getSignedUrl(client, new GetObjectCommand(where)));
  await client.send(new PutObjectCommand({ ...where, Body: 'new' }));
  await client.send(new DeleteObjectCommand(where));
  expect((await got.arrayBuffer()).byteLength).toBe(bytes.length);
});
