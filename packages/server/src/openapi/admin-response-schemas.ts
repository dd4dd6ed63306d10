import {
  type AdminAbortResponse,
  type ConfigurationResponse,
  type DeleteObjectsResponse,
  INTEGRITY_MODES,
  type ListObjectsResponse,
  type ListUploadsResponse,
  type UploadPartsResponse,
} from '@slipway/protocol';
import { z } from 'zod';
import type { Agrees } from '../service/agrees.ts';
import { errorBodySchema, storedPartSchema } from './response-schemas.ts';

const time = z.string().describe('ISO 8601, as S3 has it.');
const bytes = z.int().min(0).describe('Bytes.');
const integrity = z.enum(INTEGRITY_MODES);
const owner = z.string().describe('The tenant whose folder the key lies in.');
const cursor = z.string().describe('Asks for the next page; left out on the last one.');

const uploadSchema = z.object({
  objectKey: z.string(),
  uploadId: z.string().describe('S3’s own; browsers never see it.'),
});

const heldPartsSchema = z.object({ partCount: z.int().min(0), size: bytes });

/** One thing that could be looked up, or why it could not. */
function orError<Schema extends z.ZodType>(schema: Schema) {
  return z.union([schema, z.object({ error: errorBodySchema })]);
}

/** Answer of `GET /admin/uploads`. */
export const listUploadsResponseSchema = z.object({
  uploads: z.array(
    uploadSchema.extend({
      owner: owner.optional(),
      initiatedAt: time,
      ageSeconds: z.number(),
      storageClass: z.string().optional(),
      keptUntil: time.optional(),
      held: orError(heldPartsSchema).optional(),
    }),
  ),
  cursor: cursor.optional(),
});

/** Answer of `GET /admin/uploads/parts`. */
export const uploadPartsResponseSchema = heldPartsSchema.extend({
  expectedSize: bytes.optional().describe('Bytes of the whole file.'),
  parts: z.array(storedPartSchema),
  integrity: integrity.optional(),
  storageClass: z.string().optional(),
  keptUntil: time.optional(),
});

/** Answer of `POST /admin/uploads/abort`. */
export const adminAbortResponseSchema = z.object({
  uploads: z.array(
    z.union([
      uploadSchema.extend({ freed: heldPartsSchema, error: z.never().optional() }),
      uploadSchema.extend({ error: errorBodySchema, freed: z.never().optional() }),
    ]),
  ),
  cursor: cursor.optional(),
});

/** Answer of `GET /admin/objects`. */
export const listObjectsResponseSchema = z.object({
  objects: z.array(
    z.object({
      objectKey: z.string(),
      owner: owner.optional(),
      size: bytes,
      etag: z.string(),
      modifiedAt: time,
      storageClass: z.string().optional(),
      details: orError(
        z.object({
          contentType: z.string().optional(),
          contentDisposition: z.string().optional(),
          metadata: z.record(z.string(), z.string()),
          checksum: z
            .object({ integrity, kind: z.enum(['full-object', 'composite']), value: z.string() })
            .optional(),
          encryption: z.string().optional(),
          kmsKeyId: z.string().optional(),
          lockMode: z.string().optional(),
          lockedUntil: time.optional(),
          legalHold: z.boolean().optional(),
        }),
      ).optional(),
      download: z.object({ url: z.string(), expiresInSeconds: z.number() }).optional(),
    }),
  ),
  cursor: cursor.optional(),
});

/** Answer of `POST /admin/objects/delete`. */
export const deleteObjectsResponseSchema = z.object({
  objects: z.array(
    z.union([
      z.object({ objectKey: z.string(), deleted: z.literal(true), error: z.never().optional() }),
      z.object({
        objectKey: z.string(),
        error: errorBodySchema,
        deleted: z.never().optional(),
      }),
    ]),
  ),
});

/** Answer of `GET /admin/configuration`. */
export const configurationResponseSchema = z.object({
  entries: z.array(
    z.object({
      name: z.string(),
      meaning: z.string().describe('What it decides, in Markdown.'),
      isSet: z.boolean().describe('Otherwise its default holds.'),
      isSecret: z.boolean(),
      value: z.string().optional().describe('Left out for secrets.'),
    }),
  ),
});

true satisfies Agrees<typeof deleteObjectsResponseSchema, DeleteObjectsResponse>;
true satisfies Agrees<typeof configurationResponseSchema, ConfigurationResponse>;
true satisfies Agrees<typeof listUploadsResponseSchema, ListUploadsResponse>;
true satisfies Agrees<typeof uploadPartsResponseSchema, UploadPartsResponse>;
true satisfies Agrees<typeof listObjectsResponseSchema, ListObjectsResponse>;
true satisfies Agrees<typeof adminAbortResponseSchema, AdminAbortResponse>;
