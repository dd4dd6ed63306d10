/**
 * Slipway for Vue: composables for your own interface.
 *
 * @module
 */

export type {
  CompletedObject,
  EndpointOptions,
  UploaderInstance,
  UploaderSource,
} from '@slipway/core';
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
} from './composables.ts';
export { provideUploader, useUploader } from './provide-uploader.ts';
