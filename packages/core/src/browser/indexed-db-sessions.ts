import type { Session, SessionStore } from '../ports/session-store.ts';

const STORE = 'sessions';

/**
 * Sessions in IndexedDB: one database for the origin, opened at first use.
 *
 * @param name name of the database
 */
export function createIndexedDbSessions(name = 'slipway'): SessionStore {
  let opening: Promise<IDBDatabase> | undefined;

  const open = () => {
    opening ??= openDatabase(name, () => {
      opening = undefined;
    });
    opening.catch(() => {
      opening = undefined; // The next call asks again: a refusal need not be for ever.
    });
    return opening;
  };

  async function run<T>(
    mode: IDBTransactionMode,
    ask: (store: IDBObjectStore) => IDBRequest<T>,
  ): Promise<T> {
    const database = await open();
    return new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const request = ask(transaction.objectStore(STORE));
      // A write counts when its transaction is through, not when its request is.
      transaction.addEventListener('complete', () => resolve(request.result));
      transaction.addEventListener('abort', () => reject(transaction.error ?? request.error));
    });
  }

  return {
    get: (fingerprint) => run<Session | undefined>('readonly', (store) => store.get(fingerprint)),
    put: async (session) => {
      await run('readwrite', (store) => store.put(session));
    },
    delete: (fingerprint) => run('readwrite', (store) => store.delete(fingerprint)),
    list: () => run<Session[]>('readonly', (store) => store.getAll()),
  };
}

function openDatabase(name: string, onClosed: () => void): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.addEventListener('upgradeneeded', () => {
      request.result.createObjectStore(STORE, { keyPath: 'fingerprint' });
    });
    request.addEventListener('error', () => reject(request.error));
    request.addEventListener('success', () => {
      const database = request.result;
      database.addEventListener('close', onClosed);
      // Another tab wants to delete or upgrade the database: never stand in its way.
      database.addEventListener('versionchange', () => {
        database.close();
        onClosed();
      });
      resolve(database);
    });
  });
}
