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

/** Replicas over one store, whose time passes only while somebody waits. */
function createReplicas(change: (store: SharedStore) => Partial<SharedStore> = () => ({})) {
  let nowMs = 0;
  const reported: unknown[] = [];
  const memory = createMemoryStore({ now: () => nowMs });
  const options: SettlementOptions = {
    store: { ...memory, ...change(memory) },
    lifetimeSeconds: 3_600,
    report: (error) => reported.push(error),
    wait: async (ms, signal) => {
      // The owner of a claim waits as long as it works. The others let time pass.
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

test('an upload ends once, and everybody hears how', async () => {
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

test('what another has ended between the look and the claim is not ended again', async () => {
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

test('one upload says nothing of another', async () => {
  const { one } = createReplicas();
  await one.settle('a', async () => refused);
  expect(await one.find('b')).toBeUndefined();
  expect(await one.settle('b', async () => accepted)).toEqual(accepted);
});

test('who fails ends nothing: the next one who waits does', async () => {
  const { one, other } = createReplicas();
  const failing = one.settle('a', () => Promise.reject(new Error('the hook broke')));
  const next = other.settle('a', async () => accepted);
  await expect(failing).rejects.toThrow('the hook broke');
  expect(await next).toEqual(accepted);
});

test('who takes too long is not waited for without end', async () => {
  const { one, other } = createReplicas((store) => ({
    claim: async (key, ttlMs) => store.claim(key, ttlMs * 1_000),
  }));
  void one.settle('a', forever);
  await expect(other.settle('a', async () => accepted)).rejects.toMatchObject({
    code: 'storage-unavailable',
    retryAfterMs: 1_000,
  });
});

test('who lives keeps the claim for as long as the work takes', async () => {
  const { one, other } = createReplicas();
  void one.settle('a', forever);
  for (let times = 0; times < 5; times += 1) {
    await expect(other.settle('a', async () => accepted)).rejects.toMatchObject({
      code: 'storage-unavailable',
    });
  }
  expect(await other.find('a')).toBeUndefined();
});

test('when a replica dies at it, another ends the upload after half a minute', async () => {
  const { one, other, pass } = createReplicas((store) => ({
    async claim(key, ttlMs) {
      const claim = await store.claim(key, ttlMs);
      // The dead renew nothing.
      return claim && { ...claim, renew: async () => {} };
    },
  }));
  void one.settle('a', forever);
  await expect(other.settle('a', async () => accepted)).rejects.toThrow('still being completed');
  pass(10_000);
  expect(await other.settle('a', async () => accepted)).toEqual(accepted);
});

test('a store that fails when all is done is reported, and takes nothing back', async () => {
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

test('a store that cannot be asked lets nothing end', async () => {
  const { one } = createReplicas(() => ({ get: () => Promise.reject(new Error('gone')) }));
  let ended = false;
  const settled = one.settle('a', async () => {
    ended = true;
    return accepted;
  });
  await expect(settled).rejects.toThrow('gone');
  expect(ended).toBe(false);
});

test('what ended is remembered for as long as the token lives', async () => {
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
])('what another version wrote is passed over: %s', async (text) => {
  const { one } = createReplicas(() => ({ get: async () => text }));
  expect(await one.find('a')).toBeUndefined();
});
