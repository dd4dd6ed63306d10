import {
  type FileFacts,
  INTEGRITY_MODES,
  type Integrity,
  type PartPlan,
  type PartRun,
} from '@slipway/protocol';
import { z } from 'zod';
import type { ObjectOptions, StoredAs } from '../object/object-options.ts';
import { objectOptionsSchema, storedAsSchema } from '../object/object-options-schema.ts';

/** A token's content: everything about one upload that later requests need. */
export interface UploadClaims
  extends Pick<ObjectOptions, 'checksumType' | 'ifMatch' | 'requestPayer' | 'expectedBucketOwner'> {
  readonly bucket: string;
  readonly objectKey: string;
  /** S3's ID. Absent for a single PUT. */
  readonly uploadId?: string | undefined;
  /** Who created the upload. Only this caller can use the token. */
  readonly subject: string;
  readonly tenant?: string | undefined;
  /** In normal form. Hooks and policies read it again at Complete. */
  readonly file: Pick<FileFacts, 'name' | 'type' | 'relativePath'>;
  /** Bytes. */
  readonly size: number;
  /** Bytes of the largest part. */
  readonly partSize: number;
  readonly partCount: number;
  /** The sizes of all parts, if they differ. */
  readonly runs?: readonly PartRun[] | undefined;
  readonly integrity: Integrity;
  readonly contentType: string;
  readonly contentDisposition?: string | undefined;
  /** The owner's and the caller's metadata, without the nonce. Only a single PUT still needs it. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** The owner's other options. Only a single PUT has them: S3 keeps them for multipart uploads. */
  readonly storedAs?: StoredAs | undefined;
  /** Base64 of the customer's key. The token is encrypted, so only this server can read the key. */
  readonly sseCustomerKey?: string | undefined;
  /**
   * The checksum of a file of one part, if the create request has it. Every URL of the upload is signed for these bytes, so
   * no second request can replace them with others.
   */
  readonly checksum?: string | undefined;
  /** Stored with the object, to prove that the object belongs to this upload. */
  readonly nonce: string;
}

/** Validates opened tokens: a sealed token is ours, but it may come from another version. */
export const uploadClaimsSchema = z.object({
  bucket: z.string(),
  objectKey: z.string(),
  uploadId: z.string().optional(),
  subject: z.string(),
  tenant: z.string().optional(),
  file: z.object({ name: z.string(), type: z.string(), relativePath: z.string().optional() }),
  size: z.number(),
  partSize: z.number(),
  partCount: z.number(),
  runs: z
    .array(z.object({ count: z.number(), size: z.number(), step: z.number().optional() }))
    .optional(),
  integrity: z.enum(INTEGRITY_MODES),
  contentType: z.string(),
  contentDisposition: z.string().optional(),
  metadata: z.record(z.string(), z.string()).optional(),
  storedAs: storedAsSchema.optional(),
  checksumType: objectOptionsSchema.shape.checksumType,
  ifMatch: objectOptionsSchema.shape.ifMatch,
  sseCustomerKey: z.string().optional(),
  requestPayer: objectOptionsSchema.shape.requestPayer,
  expectedBucketOwner: objectOptionsSchema.shape.expectedBucketOwner,
  checksum: z.string().optional(),
  nonce: z.string(),
}) satisfies z.ZodType<UploadClaims>;

/** The plan from the create request. */
export function planOf({ uploadId, partSize, partCount, runs }: UploadClaims): PartPlan {
  return uploadId === undefined
    ? { kind: 'single', partSize, partCount: 1 }
    : { kind: 'multipart', partSize, partCount, ...(runs && { runs }) };
}
