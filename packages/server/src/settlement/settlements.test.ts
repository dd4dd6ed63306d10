import { expect, test } from 'vitest';
import { createMemoryStore } from '../store/memory-store.ts';
import type { Claim, SharedStore } from '../store/shared-store.ts';
import type { Settlement } from './settlement.ts';
import { createSettlements, type SettlementOptions } from './settlements.ts';

const accepted: Settlement = {
  kind: 'accepted',
  object: { objectKey: 'uploads/1/a', size: 1, etag: '"e"', contentType: 'text/plain' },
};
const refused: Settlement = { kind: 'refused', error: { code: 'forbidden', message: 'No.' } };
const accept = async () => ({ settlement: accepted });
const refuse = async () => ({ settlement: refused });
const CLAIM_MS = 30_000;

/** Two replicas over one store. Time passes only while a replica waits for a claim. */
function createReplicas(
  change: (store: SharedStore) => Partial<SharedStore> = () => ({}),
  signal?: AbortSignal,
) {
  let nowMs = 0;
  const reported: unknown[] = [];
  const memory = createMemoryStore({ now: () => nowMs });
  const options: SettlementOptions = {
    store: { ...memory, ...change(memory) },
    recordsKeptMs: 3_600_000,
    settledKeptMs: 3_600_000,
    monotonic: () => nowMs,
    report: (error) => reported.push(error),
    wait: async (ms, signal) => {
      // Only the owner of a claim passes a signal. Its wait for the next renewal takes no time, so that work takes none.
      if (!signal || ms < CLAIM_MS / 3) nowMs += ms;
      await new Promise(setImmediate);
    },
  };
  return {
    reported,
    store: options.store,
    pass: (ms: number) => {
      nowMs += ms;
    },
    one: createSettlements(options),
    other: createSettlements(options),
    leaving: createSettlements({ ...options, signal }),
  };
}

const forever = () => new Promise<never>(() => {});

test('an upload ends once, and every racing caller gets the same result', async () => {
  const { one, other } = createReplicas();
  let ended = 0;
  const end = async () => {
    ended += 1;
    return { settlement: ended === 1 ? refused : accepted };
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
        await other.settle('a', refuse);
      }
      return store.claim(key, ttlMs);
    },
  }));
  expect(await one.settle('a', accept)).toEqual(refused);
  expect(await one.find('a')).toEqual(refused);
});

test('uploads settle independently of each other', async () => {
  const { one } = createReplicas();
  await one.settle('a', refuse);
  expect(await one.find('b')).toBeUndefined();
  expect(await one.settle('b', accept)).toEqual(accepted);
});

test('when the owner of a claim fails, the next waiter takes over', async () => {
  const { one, other } = createReplicas();
  const failing = one.settle('a', () => Promise.reject(new Error('the hook broke')));
  const next = other.settle('a', accept);
  await expect(failing).rejects.toThrow('the hook broke');
  expect(await next).toEqual(accepted);
});

test('a waiter gives up when the owner of the claim takes too long', async () => {
  const { one, other } = createReplicas((store) => ({
    claim: async (key, ttlMs) => store.claim(key, ttlMs * 1_000),
  }));
  void one.settle('a', forever);
  await expect(other.settle('a', accept)).rejects.toMatchObject({
    code: 'storage-unavailable',
    retryAfterMs: 1_000,
  });
});

test('a replica polls once for all of its requests that wait for another replica', async () => {
  let reads = 0;
  const { one, other } = createReplicas((store) => ({
    claim: async (key, ttlMs) => store.claim(key, ttlMs * 1_000),
    async get(key) {
      reads += 1;
      return store.get(key);
    },
  }));
  void one.settle('a', forever);
  const all = Array.from({ length: 16 }, () => other.settle('a', accept));
  for (const { status } of await Promise.allSettled(all)) expect(status).toBe('rejected');
  // Those of `one`, and 25 polls.
  expect(reads).toBeLessThan(30);
});

test('a replica whose client has disconnected does not poll for another replica', async () => {
  const gone = new AbortController();
  const { one, other, leaving } = createReplicas(undefined, gone.signal);
  void one.settle('a', forever);
  const left = leaving.settle('a', accept);
  gone.abort();
  await expect(left).rejects.toMatchObject({ code: 'network-error' });
  await expect(other.settle('a', accept)).rejects.toMatchObject({ code: 'storage-unavailable' });
});

test('a living owner renews its claim until the work is done', async () => {
  const { one, other } = createReplicas();
  void one.settle('a', forever);
  for (let times = 0; times < 5; times += 1) {
    await expect(other.settle('a', accept)).rejects.toMatchObject({
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
      return claim && { ...claim, renew: async () => true };
    },
  }));
  void one.settle('a', forever);
  await expect(other.settle('a', accept)).rejects.toThrow('still being completed');
  pass(10_000);
  expect(await other.settle('a', accept)).toEqual(accepted);
});

/** A store whose answers about claims are changed, once the claim is held. */
const changeClaim = (change: (claim: Claim, store: SharedStore) => Partial<Claim>) =>
  createReplicas((store) => ({
    async claim(key, ttlMs) {
      const claim = await store.claim(key, ttlMs);
      return claim && { ...claim, ...change(claim, store) };
    },
  }));
const down = new Error('the store is down');

test('a store that is down for less than a claim lasts delays the result, and loses nothing', async () => {
  let failures = 3;
  const { one, other, reported } = changeClaim((claim) => ({
    async commit(commit) {
      if (failures-- > 0) throw down;
      return claim.commit(commit);
    },
  }));
  expect(await one.settle('a', accept)).toEqual(accepted);
  expect(await other.find('a')).toEqual(accepted);
  expect(reported).toEqual([down]);
});

test('a result that cannot be recorded before the claim expires is not told to anyone', async () => {
  const { one, other } = changeClaim(() => ({ commit: () => Promise.reject(down) }));
  await expect(one.settle('a', accept)).rejects.toMatchObject({
    code: 'storage-unavailable',
    retryAfterMs: 1_000,
  });
  expect(await other.find('a')).toBeUndefined();
});

test('an owner that loses its claim returns what another request recorded', async () => {
  const { one, other, pass } = createReplicas();
  const settlement = await one.settle('a', async () => {
    pass(CLAIM_MS);
    await other.settle('a', refuse);
    return accept();
  });
  expect(settlement).toEqual(refused);
  expect(await one.find('a')).toEqual(refused);
});

test('an owner that loses its claim runs no hook after that', async () => {
  const { one, other, pass } = createReplicas();
  let hooks = 0;
  const settlement = await one.settle('a', async (lease) => {
    pass(CLAIM_MS);
    await other.settle('a', refuse);
    await lease.assertHeld();
    hooks += 1;
    return accept();
  });
  expect([settlement, hooks]).toEqual([refused, 0]);
});

test('an owner whose renewal fails renews again until the claim expires', async () => {
  let failures = 3;
  const { one, other } = changeClaim((claim) => ({
    async renew(ttlMs) {
      if (failures-- > 0) throw down;
      return claim.renew(ttlMs);
    },
  }));
  const settled = one.settle('a', async (lease) => {
    await lease.assertHeld();
    return accept();
  });
  expect(await settled).toEqual(accepted);
  expect(await other.settle('a', refuse)).toEqual(accepted);
});

test('a task is scheduled with the settlement, and only then', async () => {
  const { one, store } = createReplicas();
  const task = { list: 'late', task: { id: 'a', payload: 'p', dueInMs: 0 } };
  await one.settle('a', async () => {
    expect(await store.takeDue('late', 10, 1)).toEqual([]);
    return { settlement: refused, tasks: [task] };
  });
  expect(await store.takeDue('late', 10, 1)).toEqual([{ id: 'a', payload: 'p' }]);
});

test('an upload is new until its object is judged, and unknown to a store that lost its memory', async () => {
  const { one, other } = createReplicas();
  expect(await one.recordOf('a')).toBe('unknown');
  await one.markNew('a');
  expect(await other.recordOf('a')).toBe('new');
  await other.markJudging('a');
  expect(await one.recordOf('a')).toBe('judging');
});

test('the end of an upload deletes its record', async () => {
  const { one } = createReplicas();
  await one.markNew('a');
  await one.settle('a', refuse);
  await one.markNew('b');
  await one.markJudging('b');
  await one.settle('b', accept);
  expect([await one.recordOf('a'), await one.recordOf('b')]).toEqual(['unknown', 'unknown']);
});

test('while the store cannot be read, no upload ends', async () => {
  const { one } = createReplicas(() => ({ get: () => Promise.reject(new Error('gone')) }));
  let ended = false;
  const settled = one.settle('a', async () => {
    ended = true;
    return accept();
  });
  await expect(settled).rejects.toThrow('gone');
  expect(ended).toBe(false);
});

test('the store keeps a settlement for as long as it is told to', async () => {
  const { one, pass } = createReplicas();
  await one.settle('a', refuse);
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
