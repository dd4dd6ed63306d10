/**
 * Slipway's presigning backend as an Express router, for Express 4 and 5.
 *
 * @module
 */
export { createUploadRouter, type UploadRouterOptions } from './express/upload-router.ts';
export { closeUnreadRequests } from './node/close-unread.ts';
export { closeUnreadResponses } from './node/close-unread-responses.ts';
export { refuseAmbiguousTargets } from './node/refuse-ambiguous.ts';
export * from './shared-exports.ts';
