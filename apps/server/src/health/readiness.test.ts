import { afterEach, expect, test, vi } from 'vitest';
import { startTestBackend, startTestStore } from '../../testing/start-backend.ts';
import { createLog } from '../log/log.ts';
import { createReadiness } from './readiness.ts';

const toClose: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of toClose.splice(0).reverse()) await one.close();
  vi.unstubAllEnvs();
});

async function startWithStore() {
  const store = await startTestStore();
  toClose.push(store);
  for (const [name, value] of Object.entries(store.sdkEnv)) vi.stubEnv(name, value);
  const backend = await startTestBackend(store.env);
  toClose.push(backend);
  const ask = async (path: string) => {
    const answer = await fetch(`${backend.url}${path}`);
    return [answer.status, await answer.json()];
  };
  return { store, backend, ask };
}

test('the backend is ready when its bucket answers', async () => {
  const { ask } = await startWithStore();
  expect(await ask('/readyz')).toEqual([200, { status: 'ready', checks: { storage: 'ok' } }]);
});

test.each([
  ['does not answer', undefined],
  ['is not there', { kind: 'answer', status: 404, code: 'NoSuchBucket' } as const],
  ['refuses these credentials', { kind: 'answer', status: 403, code: 'AccessDenied' } as const],
])('the backend is alive but not ready if its bucket %s', async (_name, fault) => {
  const { store, backend, ask } = await startWithStore();
  if (fault) store.s3.faults.add({ operation: 'HeadBucket', times: 9, fault });
  else await store.s3.close({ graceMs: 0 });
  const notReady = [503, { status: 'not-ready', checks: { storage: 'failing' } }];
  expect(await ask('/readyz')).toEqual(notReady);
  expect(await ask('/readyz')).toEqual(notReady);
  expect(await ask('/healthz')).toEqual([200, { status: 'ok' }]);
  const lines = await backend.endAndReadLog();
  const [told, ...more] = lines.filter(({ msg }) => msg === 'not ready');
  expect(told).toMatchObject({ level: 'error', check: 'storage' });
  expect(more).toEqual([]);
});

test('each probe runs at most once in two seconds, however many requests ask', async () => {
  let now = 0;
  let asked = 0;
  let isThere = true;
  const lines: string[] = [];
  const readiness = createReadiness({
    probes: {
      redis: async () => {
        asked += 1;
        if (!isThere) throw new Error('gone');
      },
    },
    log: createLog({
      level: 'info',
      secrets: [],
      destination: { write: (line) => void lines.push(JSON.parse(line).msg) },
    }),
    monotonic: () => now,
  });
  const ok = { isReady: true, checks: { redis: 'ok' } };
  expect(await Promise.all([readiness.check(), readiness.check()])).toEqual([ok, ok]);
  now = 1_999;
  isThere = false;
  expect(await readiness.check()).toEqual(ok);
  expect(asked).toBe(1);
  now = 2_000;
  expect(await readiness.check()).toEqual({ isReady: false, checks: { redis: 'failing' } });
  now = 4_000;
  isThere = true;
  expect(await readiness.check()).toEqual(ok);
  expect(asked).toBe(3);
  expect(lines).toEqual(['not ready', 'ready again']);
  readiness.shutDown();
  expect(await readiness.check()).toEqual({ isReady: false, checks: {} });
});
