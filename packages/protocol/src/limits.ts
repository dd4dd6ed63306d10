export const MiB = 1024 ** 2;
const GiB = 1024 ** 3;

/** The limits for a part plan, in bytes and parts. */
export interface PartLimits {
  /** Smallest size of a part in bytes. The last part may be smaller. */
  readonly minPartSize: number;
  /** Largest size of a part in bytes. */
  readonly maxPartSize: number;
  /** Most parts of one object. */
  readonly maxPartCount: number;
}

/**
 * The limits of S3 multipart uploads.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
 */
export const S3_LIMITS = {
  minPartSize: 5 * MiB,
  maxPartSize: 5 * GiB,
  maxPartCount: 10_000,
} as const satisfies PartLimits;

/** The largest object within the limits, in bytes: 48.8 TiB on S3. */
export function maxObjectSize(limits: PartLimits = S3_LIMITS): number {
  return limits.maxPartSize * limits.maxPartCount;
}

/** Most uploads that one request may create, presign, complete or abort. */
export const MAX_BATCH_SIZE = 100;

/** Most parts that one request may ask presigned URLs for, across all its uploads. */
export const MAX_PRESIGN_BATCH = 1_000;

/**
 * Longest lifetime of a presigned URL, in seconds: 7 days.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-presigned-url.html
 */
export const MAX_URL_LIFETIME_SECONDS = 604_800;

/** How long an upload can be resumed by default, in seconds: 7 days. Tokens and sessions live as long. */
export const DEFAULT_UPLOAD_LIFETIME_SECONDS = 604_800;
