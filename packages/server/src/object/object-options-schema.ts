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

/** Header values as every proxy and SDK leaves them. */
const text = z
  .string()
  .regex(/^[!-~](?:[ -~]*[!-~])?$/, 'has to be printable ASCII without spaces at the ends');
const texts = z.custom<Readonly<Record<string, string>>>(isTexts, 'has to be a map of texts');

/** Shapes of single options. Unknown names are refused: a misspelled lock would lock nothing. */
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
    .custom<Readonly<Record<string, string>>>(isMetadata, 'has to be names to printable ASCII text')
    .optional(),
  serverSideEncryption: z.enum(ENCRYPTIONS).optional(),
  sseKmsKeyId: text.optional(),
  sseKmsEncryptionContext: texts.optional(),
  bucketKeyEnabled: z.boolean().optional(),
  sseCustomerKey: z
    .custom<Uint8Array>(
      (value) => value instanceof Uint8Array && value.byteLength === 32,
      'has to be a Uint8Array of 32 bytes',
    )
    .optional(),
  storageClass: z.enum(STORAGE_CLASSES).optional(),
  websiteRedirectLocation: text
    .max(2_048)
    .regex(/^(?:\/|https?:\/\/)/, 'has to be a path that starts with "/" or an HTTP URL')
    .optional(),
  tagging: texts.optional(),
  objectLockMode: z.enum(['GOVERNANCE', 'COMPLIANCE']).optional(),
  objectLockRetainUntilDate: z.date().optional(),
  objectLockLegalHoldStatus: z.enum(['ON', 'OFF']).optional(),
  checksumType: z.enum(['FULL_OBJECT', 'COMPOSITE']).optional(),
  requestPayer: z.literal('requester').optional(),
  expectedBucketOwner: z
    .string()
    .regex(/^\d{12}$/, 'has to be an account of 12 digits')
    .optional(),
}) satisfies z.ZodType<ObjectOptions>;

/** {@link StoredAs} as parsed from a token, where dates are texts. */
export const storedAsSchema = objectOptionsSchema
  .omit({
    contentDisposition: true,
    metadata: true,
    sseCustomerKey: true,
    checksumType: true,
    requestPayer: true,
    expectedBucketOwner: true,
  })
  .extend({
    expires: z.coerce.date().optional(),
    objectLockRetainUntilDate: z.coerce.date().optional(),
  }) satisfies z.ZodType<StoredAs>;
