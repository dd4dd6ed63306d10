import { HeadBucketCommand, S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type GatewayStack, startGateway } from '../../testing/gateway-stack.ts';
import { sha256 } from '../../testing/sha256.ts';
import { isOperation, type SilentProxy, startSilentProxy } from '../../testing/silent-proxy.ts';
import { createAwsGateway } from './aws-gateway.ts';
import { withDeadlines } from './deadlines.ts';
import { openClient } from './open-client.ts';
import { send } from './s3-client.ts';
import type { S3Gateway } from './s3-gateway.ts';

let stack: GatewayStack;
let proxy: SilentProxy;
let clients: S3Client[];
beforeEach(async () => {
  stack = await startGateway();
  proxy = await startSilentProxy(stack.s3.url);
  clients = [];
});
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const client of clients) client.destroy();
  await proxy.close();
  await stack.close();
});

/** A client that reaches the store through the proxy. */
function connect(config: S3ClientConfig = {}): S3Client {
  const client = new S3Client({
    region: stack.s3.region,
    endpoint: proxy.url,
    forcePathStyle: true,
    credentials: { accessKeyId: 'TESTKEY', secretAccessKey: 'test-secret' },
    ...config,
  });
  clients.push(client);
  return client;
}

/** Other calls of this gateway time out almost at once. Complete has a minute. */
function gatewayOf(client: S3Client, callMs = 20): S3Gateway {
  const presign = { urlLifetimeSeconds: 900, now: () => Date.now() };
  return createAwsGateway(withDeadlines(client, { callMs, completeMs: 60_000 }), presign);
}

/** An upload whose only part, of one byte, is stored. */
async function readyToComplete(objectKey: string) {
  const { gateway } = stack;
  const object = { bucket: 'media', objectKey };
  const headers = { contentType: 'text/plain', metadata: {} };
  const upload = { ...object, ...(await gateway.createMultipartUpload(object, headers, 'none')) };
  const [part] = await gateway.presignParts(upload, [{ partNumber: 1, size: 1 }], 'none');
  await fetch(part?.url ?? '', { method: 'PUT', body: 'a' });
  const parts = (await gateway.listParts(upload, 'none')) ?? [];
  return { upload, order: { parts, size: 1, integrity: 'none', overwrite: true } as const };
}

const forever = () => new Promise<never>(() => {});
const unavailable = { code: 'storage-unavailable', retryAfterMs: 1_000 };

test.each([
  ['without timeouts of its own', {}],
  [
    'with a shorter request timeout',
    { requestHandler: { requestTimeout: 10, throwOnRequestTimeout: true } },
  ],
])('Complete has a longer deadline than other calls, on a client %s', async (_name, config) => {
  const { upload, order } = await readyToComplete('a');
  const gateway = gatewayOf(connect(config));
  proxy.silence(() => true);
  const completed = gateway.complete(upload, order);
  await expect.poll(() => proxy.ignored).toBe(1);
  // This call starts later and times out earlier.
  await expect(gateway.head(upload, 'none')).rejects.toMatchObject(unavailable);

  proxy.speak();
  expect(await completed).toMatchObject({ kind: 'completed' });
  const completes = stack.requests.filter((one) => one.operation === 'CompleteMultipartUpload');
  expect(completes).toHaveLength(1);
});

test('the logged error names the operation and its deadline', async () => {
  proxy.silence(isOperation.HeadObject);
  const head = gatewayOf(connect()).head({ bucket: 'media', objectKey: 'a' }, 'none');
  await expect(head).rejects.toMatchObject({
    cause: { name: 'TimeoutError', message: 'HeadObject took longer than 20 ms.' },
  });
});

test('a call times out even if the request handler ignores abort signals', async () => {
  const requestHandler = { handle: forever };
  const gateway = gatewayOf(connect({ requestHandler }));
  const head = gateway.head({ bucket: 'media', objectKey: 'a' }, 'none');
  await expect(head).rejects.toMatchObject(unavailable);
});

test('presigning times out if the credentials never resolve', async () => {
  const gateway = gatewayOf(connect({ credentials: forever }));
  const object = { bucket: 'media', objectKey: 'a' };
  const upload = { ...object, uploadId: 'u' };
  const presigned = gateway.presignParts(upload, [{ partNumber: 1, size: 1 }], 'none');
  await expect(presigned).rejects.toMatchObject(unavailable);
  const headers = { contentType: 'text/plain', metadata: {} };
  const put = { ...headers, size: 1, integrity: 'none', overwrite: true } as const;
  await expect(gateway.presignPut(object, put)).rejects.toMatchObject(unavailable);
  const form = { ...put, integrity: 'sha256', checksum: sha256(new Uint8Array(1)) } as const;
  await expect(gateway.presignPost(object, form)).rejects.toMatchObject(unavailable);
});

test('a call that times out closes its connection', async () => {
  const client = connect({ requestHandler: { httpAgent: { maxSockets: 1 } } });
  proxy.silence(isOperation.HeadObject);
  const object = { bucket: 'media', objectKey: 'nothing' };
  await expect(gatewayOf(client).head(object, 'none')).rejects.toMatchObject(unavailable);
  // Otherwise the only connection would still be in use.
  proxy.silence(() => false);
  expect(await gatewayOf(client, 30_000).head(object, 'none')).toBeUndefined();
});

test('the client of the command line times out on a silent store, too', async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'TESTKEY');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test-secret');
  const client = openClient({ region: undefined, endpoint: proxy.url, forcePathStyle: true });
  clients.push(client);
  proxy.silence(() => true);
  const asked = client.send(new HeadBucketCommand({ Bucket: 'media' }), { requestTimeout: 10 });
  await expect(asked).rejects.toMatchObject({ name: 'TimeoutError' });
  proxy.speak();
  expect(await send(client, new HeadBucketCommand({ Bucket: 'media' }))).toBeDefined();
});
