import type { Session, SessionStore } from '../ports/session-store.ts';

const STORE = 'sessions';

/**
 * Sessions in IndexedDB. The database is opened for each call and closed after it: calls are few, and so it
 * never stands in the way of another tab, nor breaks when the browser closes it.
 *
 * @param name name of the database
 */
export function createIndexedDbSessions(name = 'slipway'): SessionStore {
  async function run<T>(
    mode: IDBTransactionMode,
    ask: (store: IDBObjectStore) => IDBRequest<T>,
  ): Promise<T> {
    const opening = indexedDB.open(name, 1);
    opening.onupgradeneeded = () =>
      opening.result.createObjectStore(STORE, { keyPath: 'fingerprint' });
    await settled(opening);
    const database = opening.result;
    try {
      const transaction = database.transaction(STORE, mode);
      const request = ask(transaction.objectStore(STORE));
      await settled(transaction); // A write counts when its transaction is through, not when its request is.
      return request.result;
    } finally {
      database.close();
    }
  }

  return {
    put: async (session) => {
      await run('readwrite', (store) => store.put(session));
    },
    delete: (fingerprint) => run('readwrite', (store) => store.delete(fingerprint)),
    list: () => run<Session[]>('readonly', (store) => store.getAll()),
  };
}

/** Waits for whichever of its events ends a request or a transaction. */
function settled(target: (IDBRequest | IDBTransaction) & EventTarget): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = () => reject(target.error);
    target.addEventListener('success', () => resolve());
    target.addEventListener('complete', () => resolve());
    target.addEventListener('error', fail);
    target.addEventListener('abort', fail);
  });
}
