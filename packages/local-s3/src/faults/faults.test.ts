import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { expect, test } from 'vitest';
import { browserUploadCors } from '../index.ts';
import { BUCKET, errorCode, startTestServer, type TestServer } from '../testing/test-server.ts';

const target = { Bucket: BUCKET, Key: 'k' };

async function startUpload({ client }: TestServer) {
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(target));
  const put = async (
    PartNumber: number,
    body: string | Uint8Array<ArrayBuffer> = 'a part of 20 bytes..',
    headers = {},
  ) => {
    const command = new UploadPartCommand({ ...target, UploadId, PartNumber });
    return fetch(await getSignedUrl(client, command), { method: 'PUT', body, headers });
  };
  const stored = async () => {
    const { Parts = [] } = await client.send(new ListPartsCommand({ ...target, UploadId }));
    return Parts.map(({ PartNumber }) => PartNumber);
  };
  const complete = async (...etags: (string | null)[]) => {
    const Parts = etags.map((ETag, i) => ({ PartNumber: i + 1, ETag: ETag ?? '' }));
    return client.send(
      new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload: { Parts } }),
    );
  };
  return { UploadId, put, stored, complete };
}

test('part 2 gets 503 with Retry-After once, which a page can read, and then succeeds', async () => {
  const origin = 'http://127.0.0.1:3000';
  const server = await startTestServer({ cors: browserUploadCors([origin]) });
  const { put, stored } = await startUpload(server);
  server.s3.faults.add({
    operation: 'UploadPart',
    partNumber: 2,
    fault: { kind: 'answer', status: 503, code: 'SlowDown', retryAfterSeconds: 2 },
  });
  expect((await put(1)).status).toBe(200);
  const refused = await put(2, 'x', { origin });
  expect(refused.status).toBe(503);
  expect(await refused.text()).toContain('<Code>SlowDown</Code>');
  expect(refused.headers.get('retry-after')).toBe('2');
  expect(refused.headers.get('access-control-allow-origin')).toBe(origin);
  expect(refused.headers.get('access-control-expose-headers')).toContain('Retry-After');
  expect((await put(2)).status).toBe(200);
  expect(await stored()).toEqual([1, 2]);
});

test('a connection dropped in the body leaves no part and reports the bytes received', async () => {
  const server = await startTestServer();
  const { put, stored } = await startUpload(server);
  server.s3.faults.add({
    operation: 'UploadPart',
    fault: { kind: 'drop-connection', afterBytes: 100_000 },
  });
  await expect(put(1, new Uint8Array(4_000_000))).rejects.toThrow();
  expect(await stored()).toEqual([]);
  const dropped = server.requests.find(({ operation }) => operation === 'UploadPart');
  expect(dropped).toMatchObject({ aborted: true, status: undefined, partNumber: 1 });
  expect(dropped?.bytesReceived).toBeGreaterThanOrEqual(100_000);
  expect(dropped?.bytesReceived).toBeLessThan(4_000_000);
});

test('a connection dropped after the body leaves no part, but one dropped when applied leaves it', async () => {
  const server = await startTestServer();
  const { put, stored } = await startUpload(server);
  const fault = { kind: 'drop-connection' } as const;
  server.s3.faults.add({ operation: 'UploadPart', moment: 'body', fault });
  await expect(put(1)).rejects.toThrow();
  expect(await stored()).toEqual([]);
  server.s3.faults.add({ operation: 'UploadPart', moment: 'applied', fault });
  await expect(put(1)).rejects.toThrow();
  expect(await stored()).toEqual([1]);
});

test('a Complete whose response is lost has created the object, and its repetition fails as the rule says', async () => {
  const server = await startTestServer();
  const { put, complete } = await startUpload(server);
  const etag = (await put(1)).headers.get('etag');
  const operation = 'CompleteMultipartUpload';
  server.s3.faults.add({ operation, moment: 'applied', fault: { kind: 'drop-connection' } });
  server.s3.faults.add({ operation, fault: { kind: 'answer', status: 404, code: 'NoSuchUpload' } });
  await expect(complete(etag)).rejects.toThrow();
  await server.client.send(new HeadObjectCommand(target));
  expect(await errorCode(complete(etag))).toBe('NoSuchUpload');
  expect((await complete(etag)).ETag).toMatch(/-1"$/);
});

test('Complete can return 200 with an error document, and 200 without a body', async () => {
  const server = await startTestServer();
  const { put, complete } = await startUpload(server);
  const etag = (await put(1)).headers.get('etag');
  const operation = 'CompleteMultipartUpload';
  server.s3.faults.add({ operation, fault: { kind: 'error-in-200', code: 'InternalError' } });
  expect(await errorCode(complete(etag))).toBe('InternalError');
  server.s3.faults.add({ operation, fault: { kind: 'empty-200' } });
  await expect(complete(etag)).rejects.toThrow('S3 aborted request');
  expect(await errorCode(server.client.send(new HeadObjectCommand(target)))).toBe('NotFound');
});

test('the next part of an upload that was aborted in mid-upload is NoSuchUpload', async () => {
  const server = await startTestServer();
  const { put } = await startUpload(server);
  server.s3.faults.add({ operation: 'UploadPart', skip: 1, fault: { kind: 'abort-upload' } });
  expect((await put(1)).status).toBe(200);
  const next = await put(2);
  expect([next.status, await next.text()]).toEqual([404, expect.stringContaining('NoSuchUpload')]);
});

test('a rule hits the given number of times, and never after it was removed', async () => {
  const { s3, client } = await startTestServer();
  const put = () => client.send(new PutObjectCommand({ ...target, Body: 'x' }));
  const fault = { kind: 'answer', status: 500, code: 'InternalError' } as const;
  s3.faults.add({ key: 'k', skip: 1, times: 2, fault });
  const codes = [];
  for (let i = 0; i < 4; i++) codes.push(await errorCode(put()));
  expect(codes).toEqual(['no error', 'InternalError', 'InternalError', 'no error']);
  const remove = s3.faults.add({ times: Number.POSITIVE_INFINITY, fault });
  expect(await errorCode(put())).toBe('InternalError');
  remove();
  expect(await errorCode(put())).toBe('no error');
});

test('only a rule that names preflights hits a preflight', async () => {
  const origin = 'http://127.0.0.1:3000';
  const { s3 } = await startTestServer({ cors: browserUploadCors([origin]) });
  const preflight = () =>
    fetch(`${s3.url}/${BUCKET}/k`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'PUT' },
    });
  const fault = { kind: 'answer', status: 403, code: 'AccessForbidden' } as const;
  const remove = s3.faults.add({ fault });
  expect((await preflight()).status).toBe(200);
  remove();
  s3.faults.add({ operation: 'Preflight', fault });
  expect((await preflight()).status).toBe(403);
});

test('a delayed response comes after the delay', async () => {
  const { s3, client } = await startTestServer();
  s3.faults.add({ operation: 'PutObject', fault: { kind: 'delay', delayMs: 60 } });
  const startedAt = performance.now();
  await client.send(new PutObjectCommand({ ...target, Body: 'x' }));
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(59);
});
