import { z } from 'zod';
import { isTexts } from './header-values.ts';
import { isMetadata } from './metadata.ts';
import {
  ACLS,
  ENCRYPTIONS,
  type ObjectOptions,
  STORAGE_CLASSES,
  type StoredAs,
} from './object-options.ts';

/** Header values that no proxy or SDK changes. */
const text = z
  .string()
  .regex(/^[!-~](?:[ -~]*[!-~])?$/, 'must be printable ASCII without spaces at the ends');
const texts = z.custom<Readonly<Record<string, string>>>(isTexts, 'must be a map of texts');

/** The shape of each option. An unknown name is an error, because a misspelled lock would lock nothing. */
export const objectOptionsSchema = z.strictObject({
  acl: z.enum(ACLS).optional(),
  grantFullControl: text.optional(),
  grantRead: text.optional(),
  grantReadAcp: text.optional(),
  grantWriteAcp: text.optional(),
  cacheControl: text.optional(),
  contentDisposition: text.optional(),
  contentEncoding: text.optional(),
  contentLanguage: text.optional(),
  expires: z.date().optional(),
  metadata: z
    .custom<Readonly<Record<string, string>>>(
      isMetadata,
      'must map names to text without control characters',
    )
    .optional(),
  serverSideEncryption: z.enum(ENCRYPTIONS).optional(),
  sseKmsKeyId: text.optional(),
  sseKmsEncryptionContext: texts.optional(),
  bucketKeyEnabled: z.boolean().optional(),
  sseCustomerKey: z
    .custom<Uint8Array>(
      (value) => value instanceof Uint8Array && value.byteLength === 32,
      'must be a Uint8Array of 32 bytes',
    )
    .optional(),
  storageClass: z.enum(STORAGE_CLASSES).optional(),
  websiteRedirectLocation: text
    .max(2_048)
    .regex(/^(?:\/|https?:\/\/)/, 'must be a path that starts with "/" or an HTTP URL')
    .optional(),
  tagging: texts.optional(),
  objectLockMode: z.enum(['GOVERNANCE', 'COMPLIANCE']).optional(),
  objectLockRetainUntilDate: z.date().optional(),
  objectLockLegalHoldStatus: z.enum(['ON', 'OFF']).optional(),
  checksumType: z.enum(['FULL_OBJECT', 'COMPOSITE']).optional(),
  ifMatch: text.regex(/^"[^"]+"$/, 'must be an ETag with its quotes').optional(),
  requestPayer: z.literal('requester').optional(),
  expectedBucketOwner: z
    .string()
    .regex(/^\d{12}$/, 'must be an account of 12 digits')
    .optional(),
}) satisfies z.ZodType<ObjectOptions>;

/** {@link StoredAs} from a token, where dates are strings. */
export const storedAsSchema = objectOptionsSchema
  .omit({
    contentDisposition: true,
    metadata: true,
    sseCustomerKey: true,
    checksumType: true,
    ifMatch: true,
    requestPayer: true,
    expectedBucketOwner: true,
  })
  .extend({
    expires: z.coerce.date().optional(),
    objectLockRetainUntilDate: z.coerce.date().optional(),
  }) satisfies z.ZodType<StoredAs>;
