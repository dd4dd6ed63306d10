/**
 * What resuming stands on, loaded in one piece when the first upload of several parts begins.
 *
 * @module
 */
export { createBrowserPages } from './browser-pages.ts';
export { createIndexedDbSessions } from './indexed-db-sessions.ts';
