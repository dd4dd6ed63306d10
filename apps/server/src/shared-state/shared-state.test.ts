import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { freePort } from '../../../../packages/server/testing/free-port.ts';
import {
  connectTo,
  type RedisServer,
  startRedis,
} from '../../../../packages/server/testing/redis-server.ts';
import { runMain } from '../../testing/run-main.ts';
import { startTestBackend } from '../../testing/start-backend.ts';
import { callApi, createFile, putPart } from '../../testing/upload-file.ts';
import { createLog } from '../log/log.ts';
import { StartError } from '../start-error.ts';
import { openSharedState } from './shared-state.ts';

const MiB = 1024 ** 2;

let redis: RedisServer;
let dataDir: string;
const toClose: (() => Promise<void> | void)[] = [];
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'slipway-shared-'));
  toClose.push(() => rm(dataDir, { recursive: true, force: true }));
  redis = await startRedis();
  toClose.push(() => redis.close());
});
afterEach(async () => {
  vi.restoreAllMocks();
  for (const close of toClose.splice(0).reverse()) await close();
});

const silent = createLog({ level: 'silent', secrets: [] });

async function start(env: Record<string, string> = {}) {
  const backend = await startTestBackend({ REDIS_URL: redis.url, ...env });
  let isOpen = true;
  const end = async () => {
    isOpen = false;
    return backend.endAndReadLog();
  };
  toClose.push(async () => {
    if (isOpen) await backend.close();
  });
  const readiness = async () => {
    const answer = await fetch(`${backend.url}/readyz`);
    const { checks } = (await answer.json()) as { readonly checks: unknown };
    return { status: answer.status, checks };
  };
  return { url: backend.url, readiness, end };
}

const READY = { status: 200, checks: { storage: 'ok', redis: 'ok' } };
const NOT_READY = { status: 503, checks: { storage: 'ok', redis: 'failing' } };

test('without Redis, this process counts for itself', async () => {
  const { store, probes, close } = await openSharedState({}, silent);
  expect((await store.count('a', 1, 60_000)).total).toBe(1);
  expect((await store.count('a', 1, 60_000)).total).toBe(2);
  expect(probes).toEqual({});
  close();
});

test('one process sees what another counts in Redis', async () => {
  const [one, other] = await Promise.all([
    openSharedState({ redisUrl: redis.url }, silent),
    openSharedState({ redisUrl: redis.url }, silent),
  ]);
  toClose.push(one.close, other.close);
  expect((await one.store.count('a', 1, 60_000)).total).toBe(1);
  expect((await other.store.count('a', 1, 60_000)).total).toBe(2);
});

test('if Redis does not listen, the start fails with one line, without the password', async () => {
  const port = await freePort();
  const redisUrl = `redis://app:hunter2@127.0.0.1:${port}`;
  const opening = openSharedState({ redisUrl }, silent);
  const error = await opening.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(StartError);
  expect((error as StartError).message).toBe(
    `REDIS_URL: 127.0.0.1:${port} can't be used (connect ECONNREFUSED 127.0.0.1:${port}).`,
  );
});

test('if Redis refuses the credentials, the start fails too', async () => {
  const url = redis.url.replace('//', '//app:hunter2@');
  const error = await openSharedState({ redisUrl: url }, silent).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(StartError);
  expect((error as StartError).message).toMatch(
    /^REDIS_URL: [\d.:]+ can't be used \(WRONGPASS .+\)\.$/,
  );
  expect((error as StartError).message).not.toContain('hunter2');
});

test('if Redis accepts the connection but never answers, the start fails too', async () => {
  redis.freeze();
  const main = runMain({ REDIS_URL: redis.url, SLIPWAY_DATA: dataDir });
  expect(await main.ended()).toBe(1);
  expect(main.output()).toEqual({
    stdout: '',
    stderr: expect.stringMatching(/^REDIS_URL: [\d.:]+ can't be used \(no answer in 5 s\)\.\n$/),
  });
});

test('the backend is not ready while Redis is down, is ready when it is back, and logs each once', async () => {
  const { readiness, end } = await start();
  expect(await readiness()).toEqual(READY);
  await redis.kill();
  await expect.poll(readiness, { timeout: 15_000 }).toEqual(NOT_READY);
  await redis.restart();
  await expect.poll(readiness, { timeout: 15_000 }).toEqual(READY);
  const messages = (await end()).map(({ msg }) => msg);
  const about = messages.filter((msg) => /Redis|ready/.test(String(msg)));
  expect(about.toSorted()).toEqual(['Redis is back', 'Redis is gone', 'not ready', 'ready again']);
});

test('while Redis is full, the backend is not ready', async () => {
  const { readiness } = await start();
  expect(await readiness()).toEqual(READY);
  const client = await connectTo(redis);
  await client.configSet('maxmemory', '1');
  await expect.poll(readiness, { timeout: 15_000 }).toEqual(NOT_READY);
  await client.configSet('maxmemory', '0');
  await expect.poll(readiness, { timeout: 15_000 }).toEqual(READY);
  client.destroy();
});

test('if Redis no longer answers, the backend is not ready either', async () => {
  const { readiness } = await start();
  expect(await readiness()).toEqual(READY);
  redis.freeze();
  await expect.poll(readiness, { timeout: 15_000 }).toEqual(NOT_READY);
  redis.thaw();
  await expect.poll(readiness, { timeout: 15_000 }).toEqual(READY);
});

test('while Redis is down, parts are presigned, and an upload completes once it is back', async () => {
  const printed = vi.spyOn(console, 'error');
  const { url } = await start();
  const [{ token, parts }] = (await createFile(url, 6 * MiB)).body.uploads;
  await redis.kill();
  const bytes = new Uint8Array(6 * MiB);
  const again = { uploads: [{ token, parts: [{ partNumber: 1 }] }] };
  const presigned = await callApi(url, 'uploads/presign', again);
  await putPart(presigned.body.uploads[0].parts[0], bytes.slice(0, 5 * MiB), url);
  await putPart(parts[1], bytes.slice(5 * MiB), url);
  const complete = async () =>
    (await callApi(url, 'uploads/complete', { uploads: [{ token }] })).body.uploads[0];
  // Without Redis no replica knows whether another one completes the upload too. Browsers retry.
  expect(await complete()).toMatchObject({ error: { code: 'storage-unavailable' } });
  await redis.restart();
  await expect.poll(complete, { timeout: 15_000 }).toMatchObject({ object: { size: 6 * MiB } });
  // All diagnostics are in the log, which is scrubbed of secrets.
  expect(printed).not.toHaveBeenCalled();
});

test('the backend exits even while Redis is down', async () => {
  const { readiness, end } = await start();
  await redis.kill();
  await expect.poll(readiness, { timeout: 15_000 }).toEqual(NOT_READY);
  expect(await end()).toContainEqual(expect.objectContaining({ msg: 'Redis is gone' }));
});

test('a full list of tasks is logged once', async () => {
  const lines: string[] = [];
  const log = createLog({
    level: 'info',
    secrets: [],
    destination: { write: (line) => void lines.push(line) },
  });
  const { store } = await openSharedState({}, log);
  for (let i = 0; i < 120_000; i += 1) {
    await store.schedule('webhooks/uploads', { id: String(i), payload: '', dueInMs: i });
  }
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    {
      level: 'error',
      list: 'webhooks/uploads',
      msg: 'A list of tasks in the store is full, and loses tasks',
    },
  ]);
});
