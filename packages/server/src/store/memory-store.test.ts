import { describe, expect, test } from 'vitest';
import { MOST_TASKS, testSharedStore } from '../../testing/shared-store-contract.ts';
import { ExpiringMap } from './expiring-map.ts';
import { createMemoryStore } from './memory-store.ts';

testSharedStore('in memory', async () => {
  let nowMs = 1_000_000;
  const fullLists: string[] = [];
  const onFull = (list: string) => fullLists.push(list);
  const store = createMemoryStore({ now: () => nowMs, maxEntries: MOST_TASKS, onFull });
  return {
    fullLists,
    stores: [store, store],
    pass: async (ms) => {
      nowMs += ms;
    },
    close: async () => {},
  };
});

describe('an expiring map', () => {
  test('never exceeds its size limit, and evicts the entries closest to expiry', () => {
    const map = new ExpiringMap<number>({ now: () => 0, maxEntries: 10 });
    map.set('long', 0, 1_000_000);
    for (let i = 1; i <= 1_000; i += 1) {
      map.set(`short-${i}`, i, i);
      expect(map.size).toBeLessThanOrEqual(10);
    }
    expect(map.get('long')).toBe(0);
    expect(map.get('short-1000')).toBe(1_000);
  });

  test('evicts expired entries before live ones', () => {
    let nowMs = 0;
    const map = new ExpiringMap<number>({ now: () => nowMs, maxEntries: 10 });
    for (let i = 0; i < 10; i += 1) map.set(`${i}`, i, i < 5 ? 10 : 1_000);
    nowMs = 10;
    map.set('new', 1, 1_000);
    expect(map.size).toBe(6);
    for (let i = 5; i < 10; i += 1) expect(map.get(`${i}`)).toBe(i);
  });

  test('replaces an entry without evicting others, even if it is full', () => {
    const map = new ExpiringMap<number>({ now: () => 0, maxEntries: 2 });
    map.set('a', 1, 10);
    map.set('b', 1, 20);
    map.set('b', 2, 20);
    expect([map.get('a'), map.get('b')]).toEqual([1, 2]);
  });
});
