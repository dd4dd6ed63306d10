import type { Session, SessionStore } from '../ports/session-store.ts';

/** Creates a store that lives as long as this object. Pass it to a second uploader to simulate a reload. */
export function createMemorySessions(): SessionStore {
  const sessions = new Map<string, Session>();
  return {
    put: async ({ handle, ...session }) => {
      sessions.set(session.fingerprint, { ...structuredClone(session), handle });
    },
    delete: async (fingerprint) => {
      sessions.delete(fingerprint);
    },
    list: async () => [...sessions.values()],
  };
}
