import type { SessionStore } from '../ports/session-store.ts';

/** As that of `indexed-db-sessions.ts`, which is loaded when the first upload of several parts begins. */
export function createIndexedDbSessions(): SessionStore {
  return {
    put: async (session) => (await load()).put(session),
    delete: async (fingerprint) => (await load()).delete(fingerprint),
    list: async () => (await load()).list(),
  };
}

async function load(): Promise<SessionStore> {
  return (await import('./indexed-db-sessions.ts')).createIndexedDbSessions();
}
