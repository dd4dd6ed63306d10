/**
 * The browser code for resuming. It is a separate chunk, loaded when the first upload of several parts starts.
 *
 * @module
 */
export { createBrowserPages } from './browser-pages.ts';
export { createIndexedDbSessions } from './indexed-db-sessions.ts';
