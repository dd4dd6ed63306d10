import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  type S3Client,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startSilentProxy } from '../../../../packages/server/testing/silent-proxy.ts';
import { startSilentServer } from '../../testing/silent-server.ts';
import { startTestBackend, startTestStore } from '../../testing/start-backend.ts';
import { startEmbeddedStorage } from './embedded-storage.ts';
import { openRemoteStorage } from './remote-storage.ts';

/** The connections of each client. */
const SOCKETS = 256;
const MORE_THAN_ALL = SOCKETS + 20;

let silent: Awaited<ReturnType<typeof startSilentServer>>;
beforeEach(async () => {
  silent = await startSilentServer();
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  vi.stubEnv('AWS_MAX_ATTEMPTS', '1');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await silent.close();
});

test('a browser gets storage-unavailable from a silent store within the configured time', async () => {
  const env = { S3_BUCKET: 'media', S3_ENDPOINT: silent.url, S3_FORCE_PATH_STYLE: 'true' };
  const backend = await startTestBackend({ ...env, S3_TIMEOUT_SECONDS: '1' });
  const size = 6 * 1024 ** 2;
  const file = { name: 'a', size, type: '', partSize: 5 * 1024 ** 2, integrity: 'none' };
  const answer = await fetch(`${backend.url}/api/uploads`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ files: [file] }),
  });
  const { error } = (await answer.json()) as { error: { code: string } };
  expect([answer.status, error.code]).toEqual([503, 'storage-unavailable']);
  await backend.close();
});

test.each([
  ['is silent', () => startSilentServer()],
  [
    'stops in the middle of its response',
    () =>
      startSilentServer(
        'HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nContent-Length: 1000\r\n\r\n<ListBucketResult>',
      ),
  ],
])('the demo’s library answers 503 in time when the store %s', async (_name, startStore) => {
  const store = await startStore();
  const env = { S3_BUCKET: 'media', S3_ENDPOINT: store.url, S3_FORCE_PATH_STYLE: 'true' };
  const backend = await startTestBackend({ ...env, S3_TIMEOUT_SECONDS: '1' });
  const answer = await fetch(`${backend.url}/demo/library`);
  const { error } = (await answer.json()) as { error: { code: string } };
  expect([answer.status, error.code]).toEqual([503, 'storage-unavailable']);
  expect(answer.headers.get('retry-after')).toBe('1');
  await backend.close();
  await store.close();
});

test('requests to a remote store outside the upload routes have a time limit too', async () => {
  const storage = await openRemoteStorage(
    {
      kind: 'remote',
      bucket: 'media',
      region: undefined,
      endpoint: silent.url,
      otherEndpoints: [],
      forcePathStyle: true,
    },
    { storageTimeoutSeconds: 1 },
  );
  const asked = storage.client.send(new HeadBucketCommand({ Bucket: 'media' }));
  await expect(asked).rejects.toMatchObject({ name: 'TimeoutError' });
  await storage.close();
});

test('calls and Completes that fill their connections hold up neither each other nor the probe', async () => {
  const store = await startTestStore();
  const proxy = await startSilentProxy(store.s3.url);
  vi.stubEnv('AWS_ACCESS_KEY_ID', store.keys.accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', store.keys.secretAccessKey);
  const storage = await openRemoteStorage(
    {
      kind: 'remote',
      bucket: 'media',
      region: undefined,
      endpoint: proxy.url,
      otherEndpoints: [],
      forcePathStyle: true,
    },
    { storageTimeoutSeconds: 30 },
  );
  // The store answers all but these.
  proxy.silence(({ url = '' }) => url.includes('held'));
  const fill = async (client: S3Client, expected: number) => {
    const asks = Array.from({ length: MORE_THAN_ALL }, () =>
      client.send(new HeadObjectCommand({ Bucket: 'media', Key: 'held' })).catch(() => {}),
    );
    await vi.waitFor(() => expect(proxy.ignored).toBe(expected), { timeout: 30_000 });
    return asks;
  };
  const calls = await fill(storage.client, SOCKETS);
  const listed = await storage.completeClient.send(new ListObjectsV2Command({ Bucket: 'media' }));
  expect(listed.KeyCount).toBe(0);
  const completes = await fill(storage.completeClient, 2 * SOCKETS);
  await storage.probe(AbortSignal.timeout(30_000));
  proxy.speak();
  await Promise.all([...calls, ...completes]);
  await storage.close();
  await proxy.close();
  await store.close();
});

test('the client of the embedded store has the same time limit', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'slipway-embedded-'));
  const storage = await startEmbeddedStorage(
    { host: '127.0.0.1', dataDir, storageTimeoutSeconds: 1 },
    { kind: 'embedded', port: 0, credentials: undefined },
  );
  const { requestHandler } = storage.client.config;
  const request = { protocol: 'http:', hostname: '127.0.0.1', port: silent.port };
  const asked = requestHandler.handle({
    ...request,
    method: 'HEAD',
    path: '/media',
    headers: {},
    query: {},
  } as Parameters<typeof requestHandler.handle>[0]);
  await expect(asked).rejects.toMatchObject({ name: 'TimeoutError' });
  await storage.close();
  await rm(dataDir, { recursive: true, force: true });
});
