import {
  type AbortResponse,
  type CompletedObject,
  type CompleteResponse,
  type CreateResponse,
  ERROR_CODES,
  type ErrorBody,
  INTEGRITY_MODES,
  type ListPartsResponse,
  type PolicyResponse,
  type PresignedPart,
  type PresignResponse,
  type StoredPart,
  type UploadErrorCode,
} from '@slipway/protocol';
import { z } from 'zod';
import type { Agrees } from '../service/agrees.ts';

const bytes = z.int().min(0).describe('Bytes.');
const partNumber = z.int().min(1).describe('From 1.');
const etag = z.string().describe('Opaque, with its quotes.');
const checksum = z.string().describe('Base64, where the store keeps one.');
const texts = z.record(z.string(), z.string());

const CODES = Object.keys(ERROR_CODES) as UploadErrorCode[];

/** An error, of a request or of one item. */
export const errorBodySchema = z.object({
  code: z.enum(CODES).describe('Branch on this, never on the message.'),
  message: z.string().describe('One sentence: what happened and what to do.'),
  requestId: z.string().optional().describe('Names the request in the backend’s log.'),
  limit: z.number().optional().describe('The bound that was crossed, in bytes or files.'),
  partNumbers: z.array(z.int()).optional().describe('The parts to send again.'),
  retryAfterMs: z.number().optional().describe('How long to wait before the next attempt.'),
});

/**
 * Body of every answer that is not a 2xx. A batch whose items all failed with one code has its items
 * beside the error.
 */
export const errorResponseSchema = z.object({
  error: errorBodySchema,
  uploads: z.array(z.object({ error: errorBodySchema })).optional(),
});

/** Answer of `GET /policy`. */
export const policySchema = z.object({
  maxFileSize: bytes.optional(),
  minFileSize: bytes.optional(),
  maxFiles: z.int().optional(),
  accept: z.array(z.string()).optional().describe('As HTML’s `accept`.'),
  allowedTypes: z.array(z.string()).optional().describe('MIME types and ranges.'),
  allowedExtensions: z.array(z.string()).optional(),
  partSize: bytes.optional(),
  integrity: z.enum(INTEGRITY_MODES).optional(),
  storageOrigins: z
    .array(z.string())
    .optional()
    .describe('Origins of presigned URLs, to connect to ahead of the first upload.'),
});

/** Where and how to send one part. */
export const presignedPartSchema = z.object({
  partNumber,
  url: z.string().describe('Allows one request, for a while.'),
  headers: texts.describe('To be sent as they are.'),
  fields: texts
    .optional()
    .describe('Present: POST a multipart/form-data body, these fields first, then `file`.'),
  credentialsAllowed: z
    .boolean()
    .optional()
    .describe('Whether the bucket takes the request with cookies as well.'),
  otherHost: z
    .boolean()
    .optional()
    .describe('Whether the URL is of another than the bucket’s first address.'),
  expiresInSeconds: z.number().describe('From the moment of the answer.'),
});

/** A part that S3 holds. */
export const storedPartSchema = z.object({
  partNumber,
  size: bytes,
  etag,
  checksum: checksum.optional(),
});

/** A finished object, proven to be the upload's. */
export const completedObjectSchema = z.object({
  objectKey: z.string(),
  size: bytes,
  etag,
  contentType: z.string(),
  checksum: checksum.optional(),
});

const planSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('single'), partSize: bytes, partCount: z.literal(1) }),
  z.object({ kind: z.literal('multipart'), partSize: bytes, partCount: z.int().min(1) }),
]);

/** One item of a batched answer, in the order of the request. */
function batchOf<Item extends z.ZodType>(item: Item) {
  return z.object({ uploads: z.array(z.union([item, z.object({ error: errorBodySchema })])) });
}

/** Answer of `POST /uploads`. */
export const createResponseSchema = batchOf(
  z.object({
    token: z.string().describe('The sealed authority over the upload. For this caller alone.'),
    objectKey: z.string(),
    plan: planSchema,
    integrity: z.enum(INTEGRITY_MODES),
    parts: z.array(presignedPartSchema),
    resumed: z
      .object({ parts: z.array(storedPartSchema) })
      .optional()
      .describe('Present: begun earlier by the same caller, and S3 holds these parts.'),
  }),
);

/** Answer of `POST /uploads/presign`. */
export const presignResponseSchema = batchOf(z.object({ parts: z.array(presignedPartSchema) }));

/** Answer of `POST /uploads/parts`. */
export const listPartsResponseSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('unfinished'), parts: z.array(storedPartSchema) }),
  z.object({ status: z.literal('completed'), object: completedObjectSchema }),
]);

/** Answer of `POST /uploads/complete`. */
export const completeResponseSchema = batchOf(z.object({ object: completedObjectSchema }));

/** Answer of `POST /uploads/abort`. */
export const abortResponseSchema = batchOf(z.object({ aborted: z.literal(true) }));

true satisfies Agrees<typeof errorBodySchema, ErrorBody>;
true satisfies Agrees<typeof policySchema, PolicyResponse>;
true satisfies Agrees<typeof presignedPartSchema, PresignedPart>;
true satisfies Agrees<typeof storedPartSchema, StoredPart>;
true satisfies Agrees<typeof completedObjectSchema, CompletedObject>;
true satisfies Agrees<typeof createResponseSchema, CreateResponse>;
true satisfies Agrees<typeof presignResponseSchema, PresignResponse>;
true satisfies Agrees<typeof listPartsResponseSchema, ListPartsResponse>;
true satisfies Agrees<typeof completeResponseSchema, CompleteResponse>;
true satisfies Agrees<typeof abortResponseSchema, AbortResponse>;
