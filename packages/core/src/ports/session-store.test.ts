import { describe, expect, test } from 'vitest';
import { createMemorySessions } from '../testing/index.ts';
import type { Session, SessionStore } from './session-store.ts';

const session = (fingerprint: string, token = 'token'): Session => ({
  fingerprint,
  name: 'b.bin',
  size: 24,
  token,
  plan: { kind: 'multipart', partSize: 8, partCount: 3 },
  integrity: 'none',
  objectKey: 'a/b.bin',
  createdAt: 1,
  expiresAt: 2,
});

/** The contract of {@link SessionStore}. `open` makes a store that sees what earlier stores of the same name kept. */
export function describeSessionStore(name: string, open: (name: string) => SessionStore): void {
  describe(name, () => {
    let count = 0;
    const fresh = () => `slipway-test-${name}-${count++}-${Math.random()}`;

    test('starts empty, and lists every session that was put', async () => {
      const store = open(fresh());
      expect(await store.list()).toEqual([]);
      await store.put(session('a'));
      expect(await store.list()).toEqual([session('a')]);
    });

    test('replaces the session of the same file', async () => {
      const store = open(fresh());
      await store.put(session('a', 'old'));
      await store.put(session('a', 'new'));
      expect(await store.list()).toEqual([session('a', 'new')]);
    });

    test('deletes a session, and ignores one that does not exist', async () => {
      const store = open(fresh());
      await store.put(session('a'));
      await store.put(session('b'));
      await store.delete('a');
      await store.delete('a');
      expect(await store.list()).toEqual([session('b')]);
    });

    test('keeps a session as it was put, even when the caller changes the object later', async () => {
      const store = open(fresh());
      const mutable = { ...session('a') };
      await store.put(mutable);
      Object.assign(mutable, { token: 'changed' });
      expect(await store.list()).toMatchObject([{ token: 'token' }]);
    });

    test('accepts many calls at once', async () => {
      const store = open(fresh());
      await Promise.all(Array.from({ length: 50 }, (_, i) => store.put(session(`f${i}`))));
      expect(await store.list()).toHaveLength(50);
    });
  });
}

describeSessionStore('sessions in memory', createMemorySessions);
