import {
  type AbortRequest,
  CHECKSUM_MODES,
  CHECKSUMS,
  type CompleteRequest,
  type CreateRequest,
  findMetadataFault,
  INTEGRITY_MODES,
  type ListPartsRequest,
  MAX_BATCH_SIZE,
  MAX_METADATA_BYTES,
  MAX_NAME_LENGTH,
  MAX_PART_RUNS,
  MAX_PRESIGN_BATCH,
  MAX_TYPE_LENGTH,
  type PresignRequest,
  S3_LIMITS,
} from '@slipway/protocol';
import { z } from 'zod';
import { findPathFault, MAX_PATH_BYTES } from '../keys/relative-path.ts';
import { isMetadata } from '../object/metadata.ts';
import type { Agrees } from './agrees.ts';
import { boundedArray } from './bounded-array.ts';

const MAX_TOKEN_LENGTH = 16_384;
const MAX_ETAG_LENGTH = 256;
const MAX_FINGERPRINT_LENGTH = 1_024;
/** The lengths of checksums in base64, shortest first. */
const CHECKSUM_LENGTHS = [
  ...new Set(CHECKSUM_MODES.map((mode) => 4 * Math.ceil(CHECKSUMS[mode].bytes / 3))),
].sort((a, b) => a - b);

const token = z.string().min(1).max(MAX_TOKEN_LENGTH);
/** Whether it fits the upload's integrity mode is checked later: only the token or the policy tells the mode. */
const checksum = z
  .string()
  .refine((text) => CHECKSUM_LENGTHS.includes(text.length), {
    error: `Send base64 of ${CHECKSUM_LENGTHS.join(', ')} characters.`,
  })
  // For the OpenAPI document: JSON Schema cannot express the refinement.
  .meta({ minLength: Math.min(...CHECKSUM_LENGTHS), maxLength: Math.max(...CHECKSUM_LENGTHS) });
const partNumber = z.int().min(1).max(S3_LIMITS.maxPartCount);
const bytes = z.int().min(0);

const accepts = boundedArray(z.enum(['post', 'other-hosts']), { max: 2 }).optional();

const partToPresign = z.strictObject({ partNumber, checksum: checksum.optional() });

const sentPart = z.strictObject({ partNumber, etag: z.string().min(1).max(MAX_ETAG_LENGTH) });

const partRun = z.strictObject({
  count: z.int().min(1).max(S3_LIMITS.maxPartCount),
  size: z.int().min(1).max(S3_LIMITS.maxPartSize),
  step: z.int().min(0).max(S3_LIMITS.maxPartSize).optional(),
});

/**
 * Names and values that S3 can store. Checked by hand, because a record schema silently
 * ignores a name like `__proto__`.
 */
const metadata = z
  .custom<Readonly<Record<string, string>>>(isMetadata, {
    error: ({ input }) => findMetadataFault(input),
  })
  // For the OpenAPI document: JSON Schema cannot express a custom check.
  .meta({
    type: 'object',
    additionalProperties: { type: 'string' },
    maxProperties: MAX_METADATA_BYTES,
  });

const relativePath = z
  .string()
  .max(MAX_PATH_BYTES)
  .refine((path) => findPathFault(path) === undefined, {
    error: ({ input }) => findPathFault(String(input)),
  });

/** Body of `POST /uploads`. Refuses unknown fields, so that a browser cannot choose a bucket, key or ACL. */
export const createRequestSchema = z
  .strictObject({
    files: z
      .array(
        z.strictObject({
          name: z.string().max(MAX_NAME_LENGTH),
          size: bytes,
          type: z.string().max(MAX_TYPE_LENGTH),
          relativePath: relativePath.optional(),
          partSize: z.int().min(1),
          runs: boundedArray(partRun, { min: 1, max: MAX_PART_RUNS }).optional(),
          integrity: z.enum(INTEGRITY_MODES).optional(),
          parts: boundedArray(partToPresign, { max: MAX_PRESIGN_BATCH }).optional(),
          metadata: metadata.optional(),
          fingerprint: z.string().min(1).max(MAX_FINGERPRINT_LENGTH).optional(),
        }),
      )
      .min(1)
      .max(MAX_BATCH_SIZE),
    accepts,
  })
  .refine(({ files }) => countParts(files) <= MAX_PRESIGN_BATCH, tooManyParts());

/** Body of `POST /uploads/presign`. */
export const presignRequestSchema = z
  .strictObject({
    uploads: z
      .array(
        z.strictObject({
          token,
          parts: boundedArray(partToPresign, { min: 1, max: MAX_PRESIGN_BATCH }),
        }),
      )
      .min(1)
      .max(MAX_BATCH_SIZE),
    accepts,
  })
  .refine(({ uploads }) => countParts(uploads) <= MAX_PRESIGN_BATCH, tooManyParts());

/** Body of `POST /uploads/parts`. */
export const listPartsRequestSchema = z.strictObject({ token });

/** Body of `POST /uploads/complete`. */
export const completeRequestSchema = z
  .strictObject({
    uploads: z
      .array(
        z.strictObject({
          token,
          etags: boundedArray(sentPart, { max: S3_LIMITS.maxPartCount }).optional(),
          checksum: checksum.optional(),
        }),
      )
      .min(1)
      .max(MAX_BATCH_SIZE),
  })
  .refine(
    ({ uploads }) =>
      uploads.reduce((sum, { etags = [] }) => sum + etags.length, 0) <= S3_LIMITS.maxPartCount,
    { error: `At most ${S3_LIMITS.maxPartCount} ETags can be sent at once.` },
  );

/** Body of `POST /uploads/abort`. */
export const abortRequestSchema = z.strictObject({
  uploads: z.array(z.strictObject({ token })).min(1).max(MAX_BATCH_SIZE),
});

function countParts(items: readonly { readonly parts?: readonly unknown[] | undefined }[]): number {
  return items.reduce((sum, { parts }) => sum + (parts?.length ?? 0), 0);
}

function tooManyParts() {
  return { error: `At most ${MAX_PRESIGN_BATCH} parts can be presigned at once.` };
}

true satisfies Agrees<typeof createRequestSchema, CreateRequest>;
true satisfies Agrees<typeof presignRequestSchema, PresignRequest>;
true satisfies Agrees<typeof listPartsRequestSchema, ListPartsRequest>;
true satisfies Agrees<typeof completeRequestSchema, CompleteRequest>;
true satisfies Agrees<typeof abortRequestSchema, AbortRequest>;
