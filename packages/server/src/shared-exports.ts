/** What every entry with an adapter exports: all names that are independent of the web framework. */
export {
  type ErrorBody,
  type FileFacts,
  UploadError,
  type UploadErrorCode,
  type UploadPolicy,
} from '@slipway/protocol';
export { chooseRequestId, REQUEST_ID_HEADER } from './adapter/request-head.ts';
export { validateUploadOptions } from './adapter/validate-options.ts';
export type { Clock } from './clock.ts';
export {
  findTenantFault,
  type ObjectKeyDefaults,
  type ObjectKeyFunction,
} from './keys/object-key.ts';
export type { QuotaOption, Quotas } from './limits/quotas.ts';
export {
  createRefusalLimit,
  type RateLimit,
  type RateLimits,
  type RefusalLimitOptions,
} from './limits/rate-limits.ts';
export type { ObjectOptions, ObjectOptionsFunction } from './object/object-options.ts';
export {
  createOpenApiDocument,
  type OpenApiDocument,
  type OpenApiOptions,
} from './openapi/openapi-document.ts';
export { isCausedByOtherSite } from './origin-check.ts';
export { hasLookalikes, type Principal } from './principal.ts';
export type { S3ClientLike } from './s3/s3-client-like.ts';
export { getStorageOrigin } from './s3/storage-origin.ts';
export type { CustomStore, StoreChoice, StoreName, StoreProfile } from './s3/store-profile.ts';
export type { FailureDetails } from './service/exchange.ts';
export type {
  RequestAnswered,
  ServiceEvent,
  ServiceObserver,
  UploadEvent,
} from './service/service-event.ts';
export type {
  HookedAbort,
  HookedCompletion,
  HookedCreation,
  HookedUpload,
  UploadHooks,
} from './service/upload-hooks.ts';
export { createMemoryStore, type MemoryStoreOptions } from './store/memory-store.ts';
export type {
  AccountLimit,
  AccountLimits,
  Day,
  Reservation,
  ReservationLedger,
} from './store/reservation.ts';
export type {
  Claim,
  Commit,
  Count,
  ScheduledTask,
  SharedStore,
  TaskChange,
} from './store/shared-store.ts';
export type { DueTask, Task, TaskList } from './store/task-list.ts';
export { createSweeper, type Sweeper } from './sweeper/sweeper.ts';
export type { SweeperEvent, SweepReport } from './sweeper/sweeper-event.ts';
export type { SweeperOptions } from './sweeper/sweeper-options.ts';
export type { TokenKey } from './token/token-key.ts';
export type {
  RequestTrace,
  TracedAnswer,
  TracedRequest,
  TracedUpload,
  TracedWork,
  Tracing,
} from './tracing.ts';
export type { DeadLetter } from './webhooks/dead-letter.ts';
export type { WebhookOutbox } from './webhooks/outbox.ts';
export type { OutboxEntry } from './webhooks/outbox-entry.ts';
export type {
  WebhookBody,
  WebhookOf,
  WebhookType,
  WebhookUpload,
} from './webhooks/webhook-body.ts';
export type { WebhookAttempt, WebhookFailure, WebhookReport } from './webhooks/webhook-report.ts';
export { findSecretFault } from './webhooks/webhook-secret.ts';
export { createWebhooks, type WebhookOptions, type Webhooks } from './webhooks/webhooks.ts';
