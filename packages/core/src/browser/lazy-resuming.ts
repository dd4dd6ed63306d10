import type { OtherPages } from '../ports/other-pages.ts';
import type { SessionStore } from '../ports/session-store.ts';
import { onForget } from './forget-channel.ts';

const pages = async () => (await import('./resuming.ts')).createBrowserPages();
const sessions = async () => (await import('./resuming.ts')).createIndexedDbSessions();

/** Loads the pages of `browser-pages.ts` when they are used. */
export const browserPages: OtherPages = {
  take: async (...upload) => (await pages()).take(...upload),
  follow: async (...upload) => (await pages()).follow(...upload),
  forget: async (atMs) => (await pages()).forget(atMs),
  onForget: (listener) => onForget('slipway', listener),
};

/** Loads the sessions of `indexed-db-sessions.ts` when they are used. */
export const browserSessions: SessionStore = {
  put: async (session) => (await sessions()).put(session),
  delete: async (fingerprint) => (await sessions()).delete(fingerprint),
  list: async () => (await sessions()).list(),
};
