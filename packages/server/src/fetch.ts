/**
 * Slipway's presigning backend as a handler of Fetch API requests, without Express.
 *
 * @module
 */
export { createUploadHandler, type UploadHandlerOptions } from './fetch/upload-handler.ts';
