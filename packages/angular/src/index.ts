/**
 * Slipway for Angular: functions that inject signals for your own interface.
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
  type InjectDropZoneResult,
  type InjectUnfinishedResult,
  type InjectUploadResult,
  injectDropZone,
  injectUnfinished,
  injectUpload,
  injectUploaderEvent,
  injectUploadPolicy,
  injectUploads,
} from './injections.ts';
export { injectUploader, provideUploader } from './provide-uploader.ts';
