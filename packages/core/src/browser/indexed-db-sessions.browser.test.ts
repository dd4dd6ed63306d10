import { expect, test } from 'vitest';
import { describeSessionStore } from '../ports/session-store.test.ts';
import { createIndexedDbSessions } from './indexed-db-sessions.ts';

describeSessionStore('sessions in IndexedDB', createIndexedDbSessions);

const session = {
  fingerprint: 'f',
  name: 'k',
  size: 1,
  token: 't',
  plan: { kind: 'single', partSize: 1, partCount: 1 },
  integrity: 'none',
  objectKey: 'k',
  createdAt: 1,
  expiresAt: 2,
} as const;

test('a session outlives the store that put it', async () => {
  const name = `slipway-reload-${Math.random()}`;
  await createIndexedDbSessions(name).put(session);
  expect(await createIndexedDbSessions(name).list()).toEqual([session]);
});

test('the store does not block the deletion of its database', async () => {
  const name = `slipway-delete-${Math.random()}`;
  const store = createIndexedDbSessions(name);
  await store.put(session);

  await new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name);
    request.addEventListener('success', resolve);
    request.addEventListener('blocked', () => reject(new Error('blocked')));
  });

  expect(await store.list()).toEqual([]);
});
