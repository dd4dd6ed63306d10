import { expect, test } from 'vitest';
import { createMemoryStore } from '../store/memory-store.ts';
import type { SharedStore } from '../store/shared-store.ts';
import type { Settlement } from './settlement.ts';
import { createSettlements, type SettlementOptions } from './settlements.ts';

const accepted: Settlement = {
  kind: 'accepted',
  object: { objectKey: 'uploads/1/a', size: 1, etag: '"e"', contentType: 'text/plain' },
};
const refused: Settlement = { kind: 'refused', error: { code: 'forbidden', message: 'No.' } };

/** Two replicas over one store. Time passes only while a replica waits for a claim. */
function createReplicas(change: (store: SharedStore) => Partial<SharedStore> = () => ({})) {
  let nowMs = 0;
  const reported: unknown[] = [];
  const memory = createMemoryStore({ now: () => nowMs });
  const options: SettlementOptions = {
    store: { ...memory, ...change(memory) },
    lifetimeSeconds: 3_600,
    report: (error) => reported.push(error),
    wait: async (ms, signal) => {
      // Only the owner of a claim passes a signal. Its waits take no time, those of the others do.
      if (!signal) nowMs += ms;
      await new Promise(setImmediate);
    },
  };
  return {
    reported,
    pass: (ms: number) => {
      nowMs += ms;
    },
    one: createSettlements(options),
    other: createSettlements(options),
  };
}

const forever = () => new Promise<never>(() => {});

test('an upload ends once, and every racing caller gets the same result', async () => {
  const { one, other } = createReplicas();
  let ended = 0;
  const end = async () => {
    ended += 1;
    return ended === 1 ? refused : accepted;
  };
  const all = [one, other, one, other].map((settlements) => settlements.settle('a', end));
  expect(await Promise.all(all)).toEqual([refused, refused, refused, refused]);
  expect(await other.find('a')).toEqual(refused);
  expect(ended).toBe(1);
});

test('a replica that claims an upload after another settled it does not end it again', async () => {
  let isFirst = true;
  const { one, other } = createReplicas((store) => ({
    async claim(key, ttlMs) {
      if (isFirst) {
        isFirst = false;
        await other.settle('a', async () => refused);
      }
      return store.claim(key, ttlMs);
    },
  }));
  expect(await one.settle('a', async () => accepted)).toEqual(refused);
  expect(await one.find('a')).toEqual(refused);
});

test('uploads settle independently of each other', async () => {
  const { one } = createReplicas();
  await one.settle('a', async () => refused);
  expect(await one.find('b')).toBeUndefined();
  expect(await one.settle('b', async () => accepted)).toEqual(accepted);
});

test('when the owner of a claim fails, the next waiter takes over', async () => {
  const { one, other } = createReplicas();
  const failing = one.settle('a', () => Promise.reject(new Error('the hook broke')));
  const next = other.settle('a', async () => accepted);
  await expect(failing).rejects.toThrow('the hook broke');
  expect(await next).toEqual(accepted);
});

test('a waiter gives up when the owner of the claim takes too long', async () => {
  const { one, other } = createReplicas((store) => ({
    claim: async (key, ttlMs) => store.claim(key, ttlMs * 1_000),
  }));
  void one.settle('a', forever);
  await expect(other.settle('a', async () => accepted)).rejects.toMatchObject({
    code: 'storage-unavailable',
    retryAfterMs: 1_000,
  });
});

test('a living owner renews its claim until the work is done', async () => {
  const { one, other } = createReplicas();
  void one.settle('a', forever);
  for (let times = 0; times < 5; times += 1) {
    await expect(other.settle('a', async () => accepted)).rejects.toMatchObject({
      code: 'storage-unavailable',
    });
  }
  expect(await other.find('a')).toBeUndefined();
});

test('when the owner of a claim dies, another replica ends the upload after half a minute', async () => {
  const { one, other, pass } = createReplicas((store) => ({
    async claim(key, ttlMs) {
      const claim = await store.claim(key, ttlMs);
      // A dead replica renews nothing.
      return claim && { ...claim, renew: async () => {} };
    },
  }));
  void one.settle('a', forever);
  await expect(other.settle('a', async () => accepted)).rejects.toThrow('still being completed');
  pass(10_000);
  expect(await other.settle('a', async () => accepted)).toEqual(accepted);
});

test('a store that fails after the work is reported, and the result stands', async () => {
  const gone = new Error('the store is gone');
  const { one, reported } = createReplicas((store) => ({
    set: () => Promise.reject(gone),
    async claim(key, ttlMs) {
      const claim = await store.claim(key, ttlMs);
      return claim && { ...claim, release: () => Promise.reject(gone) };
    },
  }));
  expect(await one.settle('a', async () => accepted)).toEqual(accepted);
  expect(reported).toEqual([gone, gone]);
});

test('while the store cannot be read, no upload ends', async () => {
  const { one } = createReplicas(() => ({ get: () => Promise.reject(new Error('gone')) }));
  let ended = false;
  const settled = one.settle('a', async () => {
    ended = true;
    return accepted;
  });
  await expect(settled).rejects.toThrow('gone');
  expect(ended).toBe(false);
});

test('the store keeps a settlement for the lifetime of the token', async () => {
  const { one, pass } = createReplicas();
  await one.settle('a', async () => refused);
  pass(3_599_000);
  expect(await one.find('a')).toEqual(refused);
  pass(1_000);
  expect(await one.find('a')).toBeUndefined();
});

test.each([
  '{}',
  '{"kind":"accepted"}',
  '{"kind":"refused","error":{"code":"x"}}',
  '{"kind":"new"}',
])('an unknown settlement of another version is ignored: %s', async (text) => {
  const { one } = createReplicas(() => ({ get: async () => text }));
  expect(await one.find('a')).toBeUndefined();
});
