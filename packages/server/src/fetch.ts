/**
 * Slipway's presigning backend as a handler of Fetch API requests. It needs no Express.
 *
 * @module
 */
export { createUploadHandler, type UploadHandlerOptions } from './fetch/upload-handler.ts';
export * from './shared-exports.ts';
