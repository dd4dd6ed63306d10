import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RedisServer, startRedis } from '../../../packages/server/testing/redis-server.ts';
import { type Balancer, startBalancer } from '../testing/balancer.ts';
import { type ComposedStore, startComposedStore } from '../testing/composed-store.ts';
import { makeSecrets, readBackendEnvironment, withSecretsIn } from '../testing/deployment.ts';
import { type MainProcess, runMain } from '../testing/run-main.ts';
import { callApi, createFile, putPart } from '../testing/upload-file.ts';

const MiB = 1024 ** 2;
/** Where compose.yaml serves the pages. */
const PAGES = 'http://localhost:8080';

let folder: string;
let passwords: Readonly<Record<string, string>>;
let redis: RedisServer;
let store: ComposedStore;
let backends: readonly MainProcess[] = [];
let balancer: Balancer;

/** Runs compose.yaml without its containers: the same programs, secrets and variables, on addresses of this machine. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-balancer-'));
  const secrets = join(folder, 'secrets');
  passwords = makeSecrets(secrets);
  redis = await startRedis();
  const storeSecret = (await readFile(join(secrets, 'store-secret'), 'utf8')).trim();
  store = await startComposedStore(join(folder, 'store'), storeSecret);
  backends = ['backend-a', 'backend-b'].map((name) =>
    runMain({
      ...withSecretsIn(secrets, readBackendEnvironment(name)),
      HOST: '127.0.0.1',
      PORT: '0',
      REDIS_URL: redis.url,
      S3_ENDPOINT: store.url,
      S3_FORCE_PATH_STYLE: 'true',
      SLIPWAY_DATA: join(folder, name),
      SLIPWAY_TRUSTED_PROXIES: '127.0.0.1',
    }),
  );
  const [a, b] = await Promise.all(backends.map((backend) => backend.ready()));
  balancer = await startBalancer({
    folder: join(folder, 'nginx'),
    htpasswd: join(secrets, 'htpasswd'),
    backends: [a?.url ?? '', b?.url ?? ''],
  });
}, 60_000);
afterAll(async () => {
  await balancer?.close();
  for (const { child, ended } of backends) {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await ended();
  }
  await store?.close();
  await redis?.close();
  await rm(folder, { recursive: true, force: true });
});

const as = (user: string) => ({
  authorization: `Basic ${Buffer.from(`${user}:${passwords[user]}`).toString('base64')}`,
});
const statusOf = async (path: string, headers: Record<string, string> = {}) =>
  (await fetch(balancer.url + path, { headers })).status;

test('every route but the liveness check requires a password', async () => {
  for (const path of ['/', '/api/policy', '/api/admin/uploads', '/openapi.json']) {
    expect(await statusOf(path)).toBe(401);
    expect(await statusOf(path, { 'x-forwarded-user': 'alice' })).toBe(401);
  }
  expect(await statusOf('/api/policy', as('alice'))).toBe(200);
  expect(await statusOf('/healthz')).toBe(200);
});

test('both backends serve an upload, and it belongs to the caller who created it', async () => {
  const bytes = new Uint8Array(6 * MiB).fill(7);
  const { body } = await createFile(balancer.url, bytes.length, as('alice'));
  const [{ token, parts }] = body.uploads;
  for (const [i, part] of parts.entries()) {
    const put = await putPart(part, bytes.slice(i * 5 * MiB, (i + 1) * 5 * MiB), PAGES);
    expect(put.status).toBe(200);
    expect(put.headers.get('access-control-allow-origin')).toBe(PAGES);
  }
  const complete = (user: string) =>
    callApi(balancer.url, 'uploads/complete', { uploads: [{ token }] }, as(user));
  expect((await complete('admin')).body.uploads[0].error.code).toBe('forbidden');
  const first = await complete('alice');
  expect(first.body.uploads[0].object).toMatchObject({ size: 6 * MiB });
  expect((await complete('alice')).body.uploads).toEqual(first.body.uploads);
});

test('only admin can use the admin routes, whatever names and groups a caller sends', async () => {
  const claimed = { 'x-forwarded-user': 'admin', 'x-forwarded-groups': 'admins' };
  expect(await statusOf('/api/admin/uploads', as('admin'))).toBe(200);
  expect(await statusOf('/api/admin/uploads', as('alice'))).toBe(403);
  expect(await statusOf('/api/admin/uploads', { ...as('alice'), ...claimed })).toBe(403);
});

test('only scrapers inside the network can read the metrics', async () => {
  const token = (await readFile(join(folder, 'secrets', 'metrics-token'), 'utf8')).trim();
  const bearer = { authorization: `Bearer ${token}` };
  expect(await statusOf('/metrics', as('admin'))).toBe(404);
  expect(await statusOf('/metrics', bearer)).not.toBe(200);
  const direct = await backends[0]?.ready();
  expect((await fetch(`${direct?.url}/metrics`, { headers: bearer })).status).toBe(200);
  expect((await fetch(`${direct?.url}/metrics`)).status).toBe(401);
});

test('when one backend stops, the other one answers', async () => {
  backends[0]?.child.kill('SIGTERM');
  expect(await backends[0]?.ended()).toBe(0);
  for (let i = 0; i < 4; i += 1) {
    expect((await createFile(balancer.url, 5, as('alice'))).status).toBe(200);
  }
});
