/**
 * Slipway for Svelte: stores for your own interface.
 *
 * @module
 */

export type {
  CompletedObject,
  EndpointOptions,
  UploaderInstance,
  UploaderSource,
} from '@slipway/core';
export { provideUploader, useUploader } from './provide-uploader.ts';
export {
  type UseDropZoneResult,
  type UseUnfinishedResult,
  type UseUploadResult,
  useDropZone,
  useUnfinished,
  useUpload,
  useUploaderEvent,
  useUploadPolicy,
  useUploads,
} from './stores.ts';
