import {
  type AdminAbortRequest,
  type DeleteObjectsRequest,
  type DoctorRequest,
  type ListObjectsQuery,
  type ListUploadsQuery,
  type ListWebhooksQuery,
  MAX_ADMIN_PAGE,
  type SendWebhooksRequest,
  type UploadToAdminister,
} from '@slipway/protocol';
import { z } from 'zod';
import { MAX_KEY_BYTES } from '../keys/object-key.ts';
import { isOrigin } from '../origin-check.ts';
import { boundedArray } from '../service/bounded-array.ts';
import { MAX_UPLOAD_ID_LENGTH } from './cursor.ts';

const MAX_CURSOR_LENGTH = 16_384;
const MAX_WEBHOOK_ID_LENGTH = 128;
/** A hundred years. */
const MAX_AGE_SECONDS = 3_155_760_000;

const prefix = z.string().max(MAX_KEY_BYTES);
const owner = z.string().min(1).max(MAX_KEY_BYTES);
const cursor = z.string().min(1).max(MAX_CURSOR_LENGTH);
const limit = z.int().min(1).max(MAX_ADMIN_PAGE);
const ageSeconds = z.int().min(0).max(MAX_AGE_SECONDS);

/** A number in a query. `1e3` and ` 5` are refused. */
const digits = z
  .string()
  .regex(/^\d{1,15}$/, { error: 'must be a whole number.' })
  .transform(Number);
const flag = z
  .enum(['true', 'false'], { error: 'must be true or false.' })
  .transform((text) => text === 'true')
  // For the OpenAPI document: JSON Schema cannot express the transform.
  .meta({ type: 'boolean' });

const upload = z.strictObject({
  objectKey: z.string().min(1).max(MAX_KEY_BYTES),
  uploadId: z.string().min(1).max(MAX_UPLOAD_ID_LENGTH),
});

/** Query of `GET /admin/uploads`. */
export const listUploadsSchema = z.strictObject({
  prefix: prefix.optional(),
  owner: owner.optional(),
  olderThanSeconds: digits.pipe(ageSeconds).optional(),
  limit: digits.pipe(limit).optional(),
  cursor: cursor.optional(),
  held: flag.optional(),
}) satisfies z.ZodType<ListUploadsQuery>;

/** Query of `GET /admin/uploads/parts`. */
export const uploadPartsSchema = upload satisfies z.ZodType<UploadToAdminister>;

/** Body of `POST /admin/uploads/abort` that names uploads. */
export const abortChosenSchema = z.strictObject({
  uploads: boundedArray(upload, { min: 1, max: MAX_ADMIN_PAGE }),
  dryRun: z.boolean().optional(),
});

/** Body of `POST /admin/uploads/abort` that names an age. */
export const abortOldSchema = z.strictObject({
  olderThanSeconds: ageSeconds,
  prefix: prefix.optional(),
  owner: owner.optional(),
  limit: limit.optional(),
  cursor: cursor.optional(),
  dryRun: z.boolean().optional(),
});

/** Body of `POST /admin/uploads/abort`. */
export const adminAbortSchema = z.union([
  abortChosenSchema,
  abortOldSchema,
]) satisfies z.ZodType<AdminAbortRequest>;

/** Query of `GET /admin/objects`. */
export const listObjectsSchema = z.strictObject({
  prefix: prefix.optional(),
  owner: owner.optional(),
  limit: digits.pipe(limit).optional(),
  cursor: cursor.optional(),
  details: flag.optional(),
  download: flag.optional(),
}) satisfies z.ZodType<ListObjectsQuery>;

/** Body of `POST /admin/objects/delete`. */
export const deleteObjectsSchema = z.strictObject({
  objects: boundedArray(upload.pick({ objectKey: true }), { min: 1, max: MAX_ADMIN_PAGE }),
}) satisfies z.ZodType<DeleteObjectsRequest>;

const origin = z
  .string()
  .max(MAX_KEY_BYTES)
  .refine(isOrigin, { error: 'must be an origin such as https://app.example.' });

/** Body of `POST /admin/doctor`. */
export const doctorSchema = z.strictObject({
  origin: origin.optional(),
  fix: boundedArray(z.enum(['cors', 'lifecycle']), { min: 1, max: 2 }).optional(),
}) satisfies z.ZodType<DoctorRequest>;

/** Query of `GET /admin/webhooks`. */
export const listWebhooksSchema = z.strictObject({
  limit: digits.pipe(limit).optional(),
}) satisfies z.ZodType<ListWebhooksQuery>;

/** Body of `POST /admin/webhooks/send`. */
export const sendWebhooksSchema = z.strictObject({
  webhooks: boundedArray(z.strictObject({ id: z.string().min(1).max(MAX_WEBHOOK_ID_LENGTH) }), {
    min: 1,
    max: MAX_ADMIN_PAGE,
  }),
}) satisfies z.ZodType<SendWebhooksRequest>;

/** Query of `GET /admin/configuration`: none. */
export const configurationSchema = z.strictObject({});
