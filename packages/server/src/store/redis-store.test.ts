import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { connectTo, type RedisServer, startRedis } from '../../testing/redis-server.ts';
import { MOST_TASKS, testSharedStore } from '../../testing/shared-store-contract.ts';
import type { RedisClient } from './redis-client.ts';
import { createRedisStore } from './redis-store.ts';

let redis: RedisServer;
beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.close());

/** In whole milliseconds, because Redis expires keys by them: a key still exists in its last millisecond. */
async function redisTimeMs(client: Awaited<ReturnType<typeof connectTo>>): Promise<number> {
  const [seconds, microseconds] = await client.time();
  return Number(seconds) * 1_000 + Math.floor(Number(microseconds) / 1_000);
}

let stages = 0;

testSharedStore('in Redis', async () => {
  stages += 1;
  const fullLists: string[] = [];
  const onFull = (list: string) => fullLists.push(list);
  const options = { prefix: `stage-${stages}:`, maxTasks: MOST_TASKS, onFull };
  const clients = await Promise.all([connectTo(redis), connectTo(redis)]);
  const [one, other] = clients;
  return {
    fullLists,
    stores: [createRedisStore(one, options), createRedisStore(other, options)],
    pass: async (ms) => {
      const end = (await redisTimeMs(one)) + ms;
      while ((await redisTimeMs(one)) <= end) await wait(5);
    },
    close: async () => {
      for (const client of clients) client.destroy();
    },
  };
});

describe('keys in Redis', () => {
  test('start with the prefix, and all of them expire', async () => {
    const client = await connectTo(redis);
    const store = createRedisStore(client, { prefix: 'mine:' });
    await store.claim('a', 60_000);
    await store.set('b', 'value', 60_000);
    await store.count('c', 1, 60_000);
    const day = { name: '2026-11-21', endsInMs: 60_000 };
    await store.reserve('d', { id: 'u', bytes: 5, ttlMs: 60_000 }, day, {});
    const keys = await client.keys('mine:*');
    expect(keys).toHaveLength(6);
    for (const key of keys) {
      const ttlMs = await client.pTTL(key);
      expect(ttlMs, key).toBeGreaterThan(0);
      expect(ttlMs, key).toBeLessThanOrEqual(60_000);
    }
    client.destroy();
  });
});

describe('a Redis that is down', () => {
  test('fails each call within the timeout, and serves again after a restart', async () => {
    const own = await startRedis();
    const client = await connectTo(own);
    const store = createRedisStore(client, { timeoutMs: 500 });
    const asks = () => [
      store.claim('a', 60_000),
      store.get('a'),
      store.set('a', 'b', 60_000),
      store.add('a', 'b', 60_000),
      store.count('a', 1, 60_000),
      store.reserve('a', { id: 'u', bytes: 1, ttlMs: 1 }, { name: 'd', endsInMs: 1 }, {}),
      store.unreserve('a', 'u', { name: 'd', endsInMs: 1 }, true),
    ];
    const refusal = { name: 'UploadError', code: 'storage-unavailable', retryAfterMs: 1_000 };
    try {
      await own.kill();
      for (const ask of asks()) await expect(ask).rejects.toMatchObject(refusal);
      await own.restart();
      await expect.poll(() => store.count('b', 1, 60_000).catch(() => 'down')).not.toBe('down');
      // A request that failed does not take effect later.
      expect(await store.get('a')).toBeUndefined();
      expect(await store.claim('a', 60_000)).toBeDefined();
    } finally {
      client.destroy();
      await own.close();
    }
  });

  test('because it hangs fails each call within the timeout, and keeps no claim without an owner', async () => {
    const own = await startRedis();
    const client = await connectTo(own);
    const store = createRedisStore(client, { timeoutMs: 500 });
    try {
      own.freeze();
      await expect(store.claim('a', 60_000)).rejects.toMatchObject({ code: 'storage-unavailable' });
      own.thaw();
      await expect.poll(() => store.claim('a', 60_000).catch(() => undefined)).toBeDefined();
    } finally {
      client.destroy();
      await own.close();
    }
  });

  test('because it hangs makes one call wait for it, and fails later ones unsent', async () => {
    const own = await startRedis();
    const client = await connectTo(own);
    const sent: (string | undefined)[] = [];
    const counting: RedisClient = {
      sendCommand(command, options) {
        sent.push(command[0]);
        return client.sendCommand([...command], options);
      },
    };
    const store = createRedisStore(counting, { timeoutMs: 500 });
    const refusal = { code: 'storage-unavailable' };
    try {
      own.freeze();
      await expect(store.get('a')).rejects.toMatchObject(refusal);
      const asks = [store.set('b', '1', 60_000), store.get('c'), store.count('d', 1, 60_000)];
      for (const ask of asks) await expect(ask).rejects.toMatchObject(refusal);
      expect(sent.filter((name) => name !== 'PING')).toEqual(['GET']);
      own.thaw();
      await expect.poll(() => store.get('e').catch(() => 'down')).toBeUndefined();
    } finally {
      client.destroy();
      await own.close();
    }
  });

  test('because it hangs gives a reservation back as soon as it is back', async () => {
    const own = await startRedis();
    const client = await connectTo(own);
    const store = createRedisStore(client, { timeoutMs: 500 });
    const day = { name: '2026-11-21', endsInMs: 60_000 };
    const reserve = (id: string) =>
      store.reserve('account', { id, bytes: 1, ttlMs: 60_000 }, day, { openUploads: 1 });
    const refusal = { code: 'storage-unavailable' };
    try {
      await reserve('one');
      own.freeze();
      await expect(store.get('a')).rejects.toMatchObject(refusal);
      await expect(store.unreserve('account', 'one', day, false)).rejects.toMatchObject(refusal);
      own.thaw();
      await expect.poll(() => reserve('another').catch(() => 'down')).toBeUndefined();
    } finally {
      client.destroy();
      await own.close();
    }
  });
});

test('a process that was busy reads what Redis has answered before it judges Redis silent', async () => {
  const client = await connectTo(redis);
  const store = createRedisStore(client, { timeoutMs: 400 });
  await store.set('busy', 'value', 60_000);
  redis.freeze();
  const answer = store.get('busy');
  // The command is sent now.
  await new Promise(setImmediate);
  redis.thaw();
  const busyUntil = performance.now() + 2_000;
  while (performance.now() < busyUntil);
  expect(await answer).toBe('value');
  client.destroy();
});

test('all commands that fail while Redis is silent have one cause, and those of the next time another', async () => {
  const client = await connectTo(redis);
  const store = createRedisStore(client, { timeoutMs: 200 });
  const cause = (key: string) => store.get(key).catch((error) => error.cause);
  const causes = async () => {
    redis.freeze();
    const found = await Promise.all(['a', 'b', 'c'].map(cause));
    found.push(await cause('d'));
    redis.thaw();
    await vi.waitFor(() => store.get('e'), { timeout: 30_000 });
    return new Set(found);
  };
  const [first, second] = [await causes(), await causes()];
  expect([first.size, second.size]).toEqual([1, 1]);
  expect([...first][0]).not.toBe([...second][0]);
  client.destroy();
});
