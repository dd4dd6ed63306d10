/**
 * What Slipway's browser and server agree on. No dependencies, no platform.
 *
 * @module
 */
export {
  type AdminAbortRequest,
  type AdminAbortResponse,
  type AdminAbortResult,
  type AdminUpload,
  type ConfigurationEntry,
  type ConfigurationResponse,
  type DeleteObjectResult,
  type DeleteObjectsRequest,
  type DeleteObjectsResponse,
  type FinishedObject,
  type HeldParts,
  type ListObjectsQuery,
  type ListObjectsResponse,
  type ListUploadsQuery,
  type ListUploadsResponse,
  MAX_ADMIN_PAGE,
  type ObjectChecksum,
  type ObjectDetails,
  type PageQuery,
  type PresignedDownload,
  type UploadFilter,
  type UploadPartsResponse,
  type UploadToAdminister,
} from './admin-messages.ts';
export type {
  DoctorFix,
  DoctorReport,
  DoctorRequest,
  Finding,
  FindingId,
  Remedy,
  StoreCapabilities,
} from './doctor-messages.ts';
export { ERROR_CODES, isUploadErrorCode, type UploadErrorCode } from './error-code.ts';
export {
  findFieldFault,
  findMetadataFault,
  MAX_METADATA_BYTES,
  MAX_NAME_LENGTH,
  MAX_TYPE_LENGTH,
} from './file-fields.ts';
export {
  CHECKSUM_MODES,
  CHECKSUMS,
  type ChecksumFacts,
  type ChecksumMode,
  type ChecksumType,
  DEFAULT_INTEGRITY,
  FORM_INTEGRITY,
  INTEGRITY_MODES,
  type Integrity,
  type ModeWith,
} from './integrity.ts';
export {
  DEFAULT_UPLOAD_LIFETIME_SECONDS,
  MAX_BATCH_SIZE,
  MAX_PRESIGN_BATCH,
  MAX_URL_LIFETIME_SECONDS,
  maxObjectSize,
  type PartLimits,
  S3_LIMITS,
} from './limits.ts';
export type {
  AbortRequest,
  AbortResponse,
  AcceptedMethod,
  BatchItem,
  CompletedObject,
  CompleteRequest,
  CompleteResponse,
  CreatedUpload,
  CreateRequest,
  CreateResponse,
  ErrorResponse,
  FileToCreate,
  ListPartsRequest,
  ListPartsResponse,
  PartToPresign,
  PolicyResponse,
  PresignedPart,
  PresignRequest,
  PresignResponse,
  StoredPart,
  UploadToComplete,
} from './messages.ts';
export {
  areLegalRuns,
  isLegalPartSize,
  isSamePlan,
  MAX_PART_RUNS,
  type PartPlan,
  type PartRange,
  type PartRun,
  partRange,
} from './part-plan.ts';
export { type PlanPartsOptions, planParts } from './plan-parts.ts';
export { planSingle, SMALLEST_BALANCED_PART } from './plan-single.ts';
export { acceptOf, checkFile, type FileFacts, type UploadPolicy } from './policy.ts';
export { ADMIN_ROUTES, ROUTES } from './routes.ts';
export { isCorruption, isOtherRegion } from './s3-codes.ts';
export { type ErrorBody, UploadError, type UploadErrorOptions } from './upload-error.ts';
export type {
  ListWebhooksQuery,
  ListWebhooksResponse,
  SendWebhookResult,
  SendWebhooksRequest,
  SendWebhooksResponse,
  UndeliveredWebhook,
} from './webhook-messages.ts';
