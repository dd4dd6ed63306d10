import type { Session, SessionStore } from '../ports/session-store.ts';

const STORE = 'sessions';

/**
 * Stores sessions in IndexedDB. Opens the database for each call and closes it afterwards. Calls are rare, and so the
 * store never blocks another tab and survives when the browser closes the database.
 *
 * @param name name of the database. @defaultValue `'slipway'`
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
      await settled(transaction); // A write is done when its transaction completes, not when its request succeeds.
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

/** Waits for the event that ends a request or a transaction. */
function settled(target: (IDBRequest | IDBTransaction) & EventTarget): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = () => reject(target.error);
    target.addEventListener('success', () => resolve());
    target.addEventListener('complete', () => resolve());
    target.addEventListener('error', fail);
    target.addEventListener('abort', fail);
  });
}
