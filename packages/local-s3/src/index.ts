/**
 * A strict single-process S3 over a folder.
 *
 * @packageDocumentation
 */
export type { Credentials } from './auth/credentials.ts';
export type { Fault, FaultMoment, FaultRule, Faults } from './faults/fault.ts';
export type { RequestEvent } from './http/request-event.ts';
export { type LocalS3, type LocalS3Options, startLocalS3 } from './local-s3.ts';
export type { OperationName } from './routes.ts';
export { S3_ERRORS } from './s3-error.ts';
export { browserUploadCors, type CorsMethod, type CorsRule } from './storage/cors-rule.ts';
