/**
 * What Slipway's browser and server agree on. No dependencies, no platform.
 *
 * @module
 */
export { ERROR_CODES, isUploadErrorCode, type UploadErrorCode } from './error-code.ts';
export { CHECKSUM_BYTES, CHECKSUM_HEADERS, INTEGRITY_MODES, type Integrity } from './integrity.ts';
export {
  MAX_BATCH_SIZE,
  MAX_PRESIGN_BATCH,
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
  PresignedPart,
  PresignRequest,
  PresignResponse,
  StoredPart,
  UploadToComplete,
} from './messages.ts';
export {
  isLegalPartSize,
  type PartPlan,
  type PartRange,
  type PlanPartsOptions,
  partRange,
  planParts,
} from './part-plan.ts';
export { checkFile, type FileFacts, type UploadPolicy } from './policy.ts';
export { ROUTES } from './routes.ts';
export { type ErrorBody, UploadError, type UploadErrorOptions } from './upload-error.ts';
