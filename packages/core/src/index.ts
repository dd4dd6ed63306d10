/**
 * Slipway's upload engine for browsers. It sends files to S3 part by part. Uploads pause, resume and survive reloads.
 *
 * @module
 */
export {
  type CompletedObject,
  type PolicyResponse,
  UploadError,
  type UploadErrorCode,
  type UploadPolicy,
} from '@slipway/protocol';
export { carriesFiles } from './browser/carries-files.ts';
export { guardPage, type PageGuardOptions } from './browser/guard-page.ts';
export { createHttpBackend, type HttpBackendOptions } from './browser/http-backend.ts';
export { createIndexedDbSessions } from './browser/indexed-db-sessions.ts';
export { readHeaders } from './browser/read-headers.ts';
export { createUploader, type UploaderOptions } from './create-uploader.ts';
export { sumUp, type UploaderSnapshot, type UploadTotals } from './engine/totals.ts';
export type { UnfinishedUpload, UploaderEvents, UploaderInstance } from './engine/uploader.ts';
export { type DropEvent, type DropListeners, dropListeners } from './page/drop-listeners.ts';
export { type DropSource, readDroppedFiles } from './page/dropped-files.ts';
export {
  createEndpointUploader,
  type EndpointOptions,
  type RequestHeaders,
} from './page/endpoint-uploader.ts';
export { type FileOrigin, type FoundFiles, foundFiles } from './page/found-files.ts';
export { idleUploader } from './page/idle-uploader.ts';
export { type Narrowing, narrowPolicy, parseAccept } from './page/narrow-policy.ts';
export { type OpenedUploader, openUploader, type UploaderSource } from './page/open-uploader.ts';
export { followUnfinished, type UnfinishedList } from './page/unfinished-list.ts';
export { type UploadCommands, uploadCommands } from './page/upload-commands.ts';
export type { UploadBackend } from './ports/backend.ts';
export type { Clock } from './ports/clock.ts';
export type { Connectivity } from './ports/connectivity.ts';
export type { FileHandle } from './ports/file-handle.ts';
export type { FrameScheduler } from './ports/frame-scheduler.ts';
export type { OtherPages, PageProgress, Turn } from './ports/other-pages.ts';
export type { Random } from './ports/random.ts';
export type { Session, SessionStore } from './ports/session-store.ts';
export type { PartRequest, PartResponse, PartTransport } from './ports/transport.ts';
export type { UploadProgress } from './upload/progress.ts';
export type { UploadActions, UploadSnapshot } from './upload/snapshot.ts';
export {
  ACCEPTED_EVENTS,
  type EventType,
  type PauseReason,
  type Status,
  type UploadState,
} from './upload/state.ts';
export type { Upload } from './upload/upload.ts';
