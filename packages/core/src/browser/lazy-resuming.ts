import type { OtherPages } from '../ports/other-pages.ts';
import type { SessionStore } from '../ports/session-store.ts';

const pages = async () => (await import('./resuming.ts')).createBrowserPages();
const sessions = async () => (await import('./resuming.ts')).createIndexedDbSessions();

/** As those of `browser-pages.ts`. */
export const browserPages: OtherPages = {
  take: async (...upload) => (await pages()).take(...upload),
  follow: async (...upload) => (await pages()).follow(...upload),
};

/** As those of `indexed-db-sessions.ts`. */
export const browserSessions: SessionStore = {
  put: async (session) => (await sessions()).put(session),
  delete: async (fingerprint) => (await sessions()).delete(fingerprint),
  list: async () => (await sessions()).list(),
};
