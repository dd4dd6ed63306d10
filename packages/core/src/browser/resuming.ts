/**
 * What resuming needs from the browser. A chunk of its own, loaded when the first upload of several parts starts.
 *
 * @module
 */
export { createBrowserPages } from './browser-pages.ts';
export { createIndexedDbSessions } from './indexed-db-sessions.ts';
