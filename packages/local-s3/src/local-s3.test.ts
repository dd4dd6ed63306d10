import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import {
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadBucketCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutBucketLifecycleConfigurationCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { expect, test, vi } from 'vitest';
import { sendRaw } from '../conformance/raw-request.ts';
import { startLocalS3 } from './index.ts';
import {
  BUCKET,
  createTestClient,
  errorCode,
  startTestServer,
  TEST_CREDENTIALS,
} from './testing/test-server.ts';

const target = { Bucket: BUCKET, Key: 'k' };

test('a restart keeps what was stored, and the CORS rules of a bucket', async () => {
  const first = await startTestServer();
  const { UploadId } = await first.client.send(new CreateMultipartUploadCommand(target));
  await first.client.send(
    new UploadPartCommand({ ...target, UploadId, PartNumber: 3, Body: 'part' }),
  );
  await first.client.send(
    new PutObjectCommand({ ...target, Body: 'object', Metadata: { a: '1' } }),
  );
  await first.s3.close();
  const { client } = await startTestServer({ dir: first.dir });
  const got = await client.send(new GetObjectCommand(target));
  expect([await got.Body?.transformToString(), got.Metadata]).toEqual(['object', { a: '1' }]);
  const { Parts } = await client.send(new ListPartsCommand({ ...target, UploadId }));
  expect(Parts?.map(({ PartNumber, Size }) => [PartNumber, Size])).toEqual([[3, 4]]);
});

test('two servers cannot use one folder', async () => {
  const { dir } = await startTestServer();
  await expect(startTestServer({ dir })).rejects.toThrow(/in use by process/);
});

test('the server rejects invalid options by name', async () => {
  await expect(startTestServer({ buckets: ['No'] })).rejects.toThrow('bucket "No"');
  await expect(startTestServer({ secretAccessKey: '' })).rejects.toThrow('secretAccessKey');
  const cors = [{ allowedOrigins: ['*.a.*'], allowedMethods: ['GET'] as const }];
  await expect(startTestServer({ cors })).rejects.toThrow('cors');
});

test('a port in use is an error and unlocks the folder', async () => {
  const { s3 } = await startTestServer();
  const other = await startTestServer();
  await other.s3.close();
  const options = { dir: other.dir, buckets: [], ...TEST_CREDENTIALS };
  await expect(startLocalS3({ ...options, port: s3.port })).rejects.toThrow('EADDRINUSE');
  await (await startLocalS3({ ...options, port: 0 })).close();
});

test('close ends idle keep-alive connections at once and may be called twice', async () => {
  const { s3 } = await startTestServer();
  const agent = new Agent({ keepAlive: true });
  const [response] = await once(request(s3.url, { agent }).end(), 'response');
  response.resume();
  await once(response, 'end');
  const startedAt = performance.now();
  await Promise.all([s3.close(), s3.close()]);
  expect(performance.now() - startedAt).toBeLessThan(2000);
  agent.destroy();
});

test('close lets a running upload finish', async () => {
  const { s3, client, dir } = await startTestServer();
  const url = await getSignedUrl(client, new PutObjectCommand(target));
  const put = request(url, { method: 'PUT', headers: { 'content-length': '10' } });
  put.write('hello');
  await vi.waitFor(async () => expect(await readdir(join(dir, 'tmp'))).toHaveLength(1));
  const closed = s3.close();
  put.end('world');
  const [response] = await once(put, 'response');
  expect([response.statusCode, response.headers.connection]).toEqual([200, 'close']);
  response.resume();
  await closed;
});

test('a client that disconnects in mid-part leaves nothing, and the event says how many bytes arrived', async () => {
  const { client, dir, requests } = await startTestServer();
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(target));
  const part = new UploadPartCommand({ ...target, UploadId, PartNumber: 1 });
  const url = await getSignedUrl(client, part);
  const put = request(url, { method: 'PUT', headers: { 'content-length': '1000000' } });
  put.on('error', () => {});
  put.write(Buffer.alloc(70_000));
  await vi.waitFor(async () => expect(await readdir(join(dir, 'tmp'))).toHaveLength(1));
  put.destroy();
  await vi.waitFor(() => expect(requests.at(-1)?.operation).toBe('UploadPart'));
  expect(requests.at(-1)).toMatchObject({ aborted: true, bytesReceived: 70_000 });
  expect(await readdir(join(dir, 'tmp'))).toEqual([]);
  const { Parts } = await client.send(new ListPartsCommand({ ...target, UploadId }));
  expect(Parts).toBeUndefined();
});

test('a stalled body is RequestTimeout', async () => {
  const { client } = await startTestServer({ idleTimeoutMs: 100 });
  const url = await getSignedUrl(client, new PutObjectCommand(target));
  const put = request(url, { method: 'PUT', headers: { 'content-length': '10' } });
  put.on('error', () => {});
  put.write('hello');
  const [response] = await once(put, 'response');
  expect(response.statusCode).toBe(400);
  expect(String(await once(response, 'data'))).toContain('<Code>RequestTimeout</Code>');
  put.destroy();
});

test('a host name can name the bucket, because every name under localhost is this machine', async () => {
  const { s3, client } = await startTestServer();
  await client.send(new PutObjectCommand({ ...target, Body: 'hello' }));
  const raw = { endpoint: s3.url, region: 'us-east-1', ...TEST_CREDENTIALS };
  const headers = { host: `${BUCKET}.localhost:${s3.port}` };
  const got = await sendRaw(raw, { method: 'GET', path: '/k', headers });
  expect([got.status, got.text]).toEqual([200, 'hello']);
});

test('a message that is not HTTP gets 400, and the server keeps running', async () => {
  const { s3, client } = await startTestServer();
  const socket = connect(s3.port, '127.0.0.1');
  socket.end('\u0000\u0001 this is not HTTP\r\n\r\n');
  expect(String(await once(socket, 'data'))).toContain('400 Bad Request');
  await client.send(new HeadBucketCommand({ Bucket: BUCKET }));
});

test('temporary credentials work with their token until they expire', async () => {
  const { s3 } = await startTestServer();
  const credentials = { accessKeyId: 'temp', secretAccessKey: 's', sessionToken: 'token' };
  s3.addCredentials({ ...credentials, expiresAt: new Date(Date.now() + 60_000) });
  const head = async (used: typeof credentials | Omit<typeof credentials, 'sessionToken'>) => {
    const options = { endpoint: s3.url, region: 'us-east-1', forcePathStyle: true, maxAttempts: 1 };
    const client = new S3Client({ ...options, credentials: used });
    return errorCode(client.send(new GetObjectCommand(target)));
  };
  expect(await head(credentials)).toBe('NoSuchKey');
  expect(await head({ ...credentials, sessionToken: 'other' })).toBe('InvalidToken');
  expect(await head({ accessKeyId: 'temp', secretAccessKey: 's' })).toBe('InvalidAccessKeyId');
  s3.addCredentials({ ...credentials, expiresAt: new Date(Date.now() - 1) });
  expect(await head(credentials)).toBe('ExpiredToken');
});

test('a server whose clock is 16 minutes off rejects requests that are signed now', async () => {
  const { s3, client } = await startTestServer();
  s3.setClockOffset(16 * 60_000);
  expect(await errorCode(client.send(new GetObjectCommand(target)))).toBe('RequestTimeTooSkewed');
  s3.setClockOffset(0);
  const other = createTestClient(s3.url); // The first client has adjusted its clock to the server's.
  expect(await errorCode(other.send(new GetObjectCommand(target)))).toBe('NoSuchKey');
});

test('a lifecycle rule aborts an upload when its date has passed', async () => {
  const { s3, client } = await startTestServer();
  const AbortIncompleteMultipartUpload = { DaysAfterInitiation: 1 };
  const rule = {
    Status: 'Enabled' as const,
    Filter: { Prefix: '' },
    AbortIncompleteMultipartUpload,
  };
  const LifecycleConfiguration = { Rules: [rule] };
  await client.send(
    new PutBucketLifecycleConfigurationCommand({ Bucket: BUCKET, LifecycleConfiguration }),
  );
  await client.send(new CreateMultipartUploadCommand(target));
  const unfinished = async () =>
    (await client.send(new ListMultipartUploadsCommand({ Bucket: BUCKET }))).Uploads?.length ?? 0;
  await s3.runLifecycle();
  expect(await unfinished()).toBe(1);
  s3.setClockOffset(2 * 86_400_000);
  await s3.runLifecycle();
  s3.setClockOffset(0);
  expect(await unfinished()).toBe(0);
});
