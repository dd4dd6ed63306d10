import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_UPLOAD_LIFETIME_SECONDS } from '@slipway/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  connectTo,
  type RedisServer,
  startRedis,
} from '../../../packages/server/testing/redis-server.ts';
import { abandonUpload } from '../testing/abandon-upload.ts';
import { type MainProcess, runMain } from '../testing/run-main.ts';
import { startTestStore } from '../testing/start-backend.ts';
import { callApi, createFile, putPart } from '../testing/upload-file.ts';

const MiB = 1024 ** 2;
const TOKEN_KEYS = `k1:${Buffer.alloc(32, 7).toString('base64')}`;

let redis: RedisServer;
let store: Awaited<ReturnType<typeof startTestStore>>;
let storeOffsetMs: number;
let folder: string;
let replicas: MainProcess[];
beforeEach(async () => {
  storeOffsetMs = 0;
  replicas = [];
  folder = await mkdtemp(join(tmpdir(), 'slipway-replicas-'));
  redis = await startRedis();
  store = await startTestStore({ now: () => new Date(Date.now() + storeOffsetMs) });
});
afterEach(async () => {
  for (const { child, ended } of replicas) {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await ended();
  }
  await redis.close();
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

/** Two processes that share a Redis, a bucket and their token keys, and nothing else. */
async function startReplicas(env: Record<string, string> = {}): Promise<[string, string]> {
  replicas = ['one', 'other'].map((name) =>
    runMain({
      SLIPWAY_DATA: join(folder, name),
      SLIPWAY_TOKEN_KEYS: TOKEN_KEYS,
      REDIS_URL: redis.url,
      ...store.env,
      ...store.sdkEnv,
      ...env,
    }),
  );
  const [one, other] = await Promise.all(replicas.map((replica) => replica.ready()));
  if (!one || !other) throw new Error('Expected two replicas to start.');
  return [one.url, other.url];
}

/** A file of two parts: its token, with its parts on S3. */
async function createAndPut(url: string) {
  const { body } = await createFile(url, 6 * MiB);
  const [{ token, parts }] = body.uploads;
  const bytes = new Uint8Array(6 * MiB).fill(7);
  for (const [i, part] of parts.entries()) {
    const { status } = await putPart(part, bytes.slice(i * 5 * MiB, (i + 1) * 5 * MiB), url);
    expect(status).toBe(200);
  }
  return { token };
}

const policyStatus = async (url: string) => (await fetch(`${url}/api/policy`)).status;
const complete = (url: string, token: string) =>
  callApi(url, 'uploads/complete', { uploads: [{ token }] });

/** What the running replicas have logged about sweeping. */
function sweeping() {
  return replicas.flatMap((replica) => {
    const lines = replica
      .output()
      .stdout.split('\n')
      .filter((line) => line.startsWith('{'));
    return lines.map((line) => JSON.parse(line)).filter(({ msg }) => /swe[ep]/.test(msg));
  });
}

test('one replica completes an upload that the other created, and both answer a repeated Complete alike', async () => {
  const [one, other] = await startReplicas();
  const { token } = await createAndPut(one);
  const first = await complete(other, token);
  expect(first.body.uploads[0].object).toMatchObject({ size: 6 * MiB, etag: expect.any(String) });
  for (const url of [one, other]) {
    expect((await complete(url, token)).body.uploads).toEqual(first.body.uploads);
  }
});

test('when both complete the same upload at once, one completes it and both report success', async () => {
  const [one, other] = await startReplicas();
  const { token } = await createAndPut(one);
  // The second request arrives while S3 still works on the first.
  const fault = { kind: 'delay', delayMs: 500 } as const;
  store.s3.faults.add({ operation: 'CompleteMultipartUpload', fault });
  const [here, there] = await Promise.all([complete(one, token), complete(other, token)]);
  expect(here.body.uploads[0].object).toMatchObject({ size: 6 * MiB });
  expect(there.body.uploads).toEqual(here.body.uploads);
  expect(store.operations.filter((name) => name === 'CompleteMultipartUpload')).toHaveLength(1);
});

test('an upload continues after the replica that created it has died', async () => {
  const [one, other] = await startReplicas();
  const { token } = await createAndPut(one);
  replicas[0]?.child.kill('SIGKILL');
  await replicas[0]?.ended();
  expect((await complete(other, token)).body.uploads[0].object).toMatchObject({ size: 6 * MiB });
});

test('a quota applies across both replicas, and an abort on one frees quota on the other', async () => {
  const [one, other] = await startReplicas({ SLIPWAY_QUOTA_OPEN_UPLOADS: '2' });
  const first = await createFile(one, 6 * MiB);
  expect((await createFile(other, 6 * MiB)).status).toBe(200);
  const beyond = { error: { code: 'quota-exceeded', limit: 2 } };
  for (const url of [one, other])
    expect((await createFile(url, 6 * MiB)).body).toMatchObject(beyond);
  const [{ token }] = first.body.uploads;
  await callApi(other, 'uploads/abort', { uploads: [{ token }] });
  expect((await createFile(one, 6 * MiB)).body.uploads[0]).toHaveProperty('token');
  expect((await createFile(other, 6 * MiB)).body).toMatchObject(beyond);
});

test('rates are counted across both replicas', async () => {
  const [one, other] = await startReplicas({ SLIPWAY_RATE_ADDRESS: '4' });
  for (const url of [one, other, one, other]) expect(await policyStatus(url)).toBe(200);
  expect(await policyStatus(one)).toBe(429);
  expect(await policyStatus(other)).toBe(429);
});

test('wrong credentials are counted across both replicas', async () => {
  const secret = { SLIPWAY_JWT_SECRET: 'a secret of more than thirty-two bytes' };
  const [one, other] = await startReplicas({ ...secret, SLIPWAY_RATE_REFUSALS: '2' });
  expect(await policyStatus(one)).toBe(401);
  expect(await policyStatus(other)).toBe(401);
  expect(await policyStatus(one)).toBe(429);
  expect(await policyStatus(other)).toBe(429);
});

test('one of the replicas aborts an abandoned upload, once', async () => {
  storeOffsetMs = -(DEFAULT_UPLOAD_LIFETIME_SECONDS + 60) * 1_000;
  await abandonUpload(store, 'uploads/abandoned', storeOffsetMs);
  storeOffsetMs = 0;
  const young = await createFile((await startReplicas())[0], 6 * MiB);
  expect(young.status).toBe(200);
  for (const { child, ended } of replicas) {
    child.kill('SIGTERM');
    await ended();
  }
  await startReplicas({
    SLIPWAY_SWEEP_AFTER_SECONDS: String(DEFAULT_UPLOAD_LIFETIME_SECONDS),
    SLIPWAY_LOG_LEVEL: 'debug',
  });
  await expect.poll(() => sweeping().length, { timeout: 15_000 }).toBe(3);
  const byMessage = new Map(sweeping().map((line) => [line.msg, line]));
  expect([...byMessage.keys()].toSorted()).toEqual([
    'sweep finished',
    'sweep skipped',
    'upload swept',
  ]);
  expect(byMessage.get('upload swept')).toMatchObject({ objectKey: 'uploads/abandoned' });
  expect(byMessage.get('sweep finished')).toMatchObject({ seen: 2, aborted: 1, failed: 0 });
});

test('with a lifetime of a minute, a quota is held for a minute, and the replicas sweep each minute', async () => {
  const minute = { SLIPWAY_UPLOAD_LIFETIME_SECONDS: '60', SLIPWAY_SWEEP_AFTER_SECONDS: '60' };
  const [one] = await startReplicas({ ...minute, SLIPWAY_QUOTA_OPEN_UPLOADS: '9' });
  expect((await createFile(one, 6 * MiB)).status).toBe(200);
  const client = await connectTo(redis);
  const millisecondsLeft = async (pattern: string) => {
    const [key = ''] = await client.keys(pattern);
    return client.pTTL(key);
  };
  for (const pattern of ['slipway:quota:*:open', 'slipway:claim:sweep/*']) {
    await expect.poll(() => millisecondsLeft(pattern)).toBeGreaterThan(0);
    expect(await millisecondsLeft(pattern)).toBeLessThanOrEqual(60_000);
  }
  client.destroy();
});
