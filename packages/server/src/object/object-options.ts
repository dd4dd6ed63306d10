import type { FileFacts } from '@slipway/protocol';
import type { Principal } from '../principal.ts';

export const ACLS = [
  'private',
  'public-read',
  'public-read-write',
  'authenticated-read',
  'aws-exec-read',
  'bucket-owner-read',
  'bucket-owner-full-control',
] as const;
export const ENCRYPTIONS = ['AES256', 'aws:kms', 'aws:kms:dsse', 'aws:fsx'] as const;
export const STORAGE_CLASSES = [
  'STANDARD',
  'REDUCED_REDUNDANCY',
  'STANDARD_IA',
  'ONEZONE_IA',
  'INTELLIGENT_TIERING',
  'GLACIER',
  'DEEP_ARCHIVE',
  'OUTPOSTS',
  'GLACIER_IR',
  'SNOW',
  'EXPRESS_ONEZONE',
  'FSX_OPENZFS',
  'FSX_ONTAP',
] as const;

/**
 * What the owner sets on objects, by S3's names. Browsers can neither choose nor change any of it; a
 * file of a single PUT shows them what was chosen, as signed headers of the presigned URL, and the
 * bucket's CORS rule has to allow those headers.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html
 */
export interface ObjectOptions {
  /** Canned ACL, for buckets that still have ACLs; not together with grants. @defaultValue the bucket's */
  readonly acl?: (typeof ACLS)[number] | undefined;
  /**
   * Who may do everything: `id="..."` and `uri="..."`, separated by commas. S3 refuses e-mail addresses.
   *
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html
   */
  readonly grantFullControl?: string | undefined;
  /** Who may read the object, spelled as in {@link grantFullControl}. */
  readonly grantRead?: string | undefined;
  /** Who may read the object's ACL, spelled as in {@link grantFullControl}. */
  readonly grantReadAcp?: string | undefined;
  /** Who may write the object's ACL, spelled as in {@link grantFullControl}. */
  readonly grantWriteAcp?: string | undefined;
  /** `Cache-Control` of downloads. @defaultValue `no-cache`: kept, but asked for again before each use */
  readonly cacheControl?: string | undefined;
  /**
   * `Content-Disposition` of downloads. Goes before the `attachment` that types unfit for being shown
   * get; what a browser would run is stored as `application/octet-stream` all the same.
   */
  readonly contentDisposition?: string | undefined;
  /** How the files are encoded already, as `gzip`: nothing is encoded here. @defaultValue none */
  readonly contentEncoding?: string | undefined;
  /** `Content-Language` of downloads. @defaultValue none */
  readonly contentLanguage?: string | undefined;
  /** When caches shall take the object for stale; kept to the second. @defaultValue none */
  readonly expires?: Date | undefined;
  /**
   * User metadata, names without `x-amz-meta-`, in lower case; goes before what a browser sends under
   * the same name. Together with the browser's at most 1,900 bytes: S3 takes 2 KB, and this library
   * needs some.
   *
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html
   */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** How S3 encrypts the object. @defaultValue the bucket's: SSE-S3, unless configured otherwise */
  readonly serverSideEncryption?: (typeof ENCRYPTIONS)[number] | undefined;
  /** ID, ARN or alias of the KMS key; with `aws:kms` or `aws:kms:dsse` only. @defaultValue S3's own key */
  readonly sseKmsKeyId?: string | undefined;
  /** Encryption context for KMS, with `aws:kms` or `aws:kms:dsse` only; sent as base64 of its JSON. */
  readonly sseKmsEncryptionContext?: Readonly<Record<string, string>> | undefined;
  /** Whether SSE-KMS uses an S3 Bucket Key, which costs fewer calls of KMS. @defaultValue the bucket's */
  readonly bucketKeyEnabled?: boolean | undefined;
  /**
   * 32 bytes that S3 encrypts the object with and then forgets (SSE-C): who loses them loses the
   * object. **The browser of the uploader learns the key**, as it has to send it with each part; give
   * each object one of its own. It travels in the upload's sealed token, and never over plain HTTP. The
   * bucket's CORS rule has to allow `x-amz-server-side-encryption-customer-*`, and the bucket SSE-C,
   * which new ones block. Not together with other encryption.
   *
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerSideEncryptionCustomerKeys.html
   */
  readonly sseCustomerKey?: Uint8Array | undefined;
  /** @defaultValue `STANDARD`, or what the kind of bucket has */
  readonly storageClass?: (typeof STORAGE_CLASSES)[number] | undefined;
  /** Where a bucket that is a website redirects requests for the object: a path (`/...`) or an HTTP URL. */
  readonly websiteRedirectLocation?: string | undefined;
  /**
   * Tags: at most 10, keys of 1 to 128 characters, values of up to 256. Needs the right
   * `s3:PutObjectTagging`.
   *
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html
   */
  readonly tagging?: Readonly<Record<string, string>> | undefined;
  /**
   * Object lock, together with {@link objectLockRetainUntilDate}. Locked objects need an integrity
   * mode other than `none`, and the right `s3:PutObjectRetention`.
   *
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
   */
  readonly objectLockMode?: 'GOVERNANCE' | 'COMPLIANCE' | undefined;
  /** Until when the object cannot be deleted; in the future, together with {@link objectLockMode}. */
  readonly objectLockRetainUntilDate?: Date | undefined;
  /** A hold that lasts until it is taken off. Needs the right `s3:PutObjectLegalHold`, and integrity. */
  readonly objectLockLegalHoldStatus?: 'ON' | 'OFF' | undefined;
  /**
   * Whether S3 keeps one checksum of the whole object or one of its parts' checksums: both are possible
   * with integrity `crc32` and `crc32c` only. Of multipart uploads; the checksum of a single PUT is of
   * the whole object.
   *
   * @defaultValue `FULL_OBJECT` where the integrity mode has it
   */
  readonly checksumType?: 'FULL_OBJECT' | 'COMPOSITE' | undefined;
  /** Says that the caller pays, for Requester Pays buckets. Sent with every call. @defaultValue the bucket's owner pays */
  readonly requestPayer?: 'requester' | undefined;
  /** The account (12 digits) that must own the bucket. Sent with every call. @defaultValue any account */
  readonly expectedBucketOwner?: string | undefined;
}

/** Chooses the options of one file's object. An `UploadError` thrown here is what the browser gets. */
export type ObjectOptionsFunction = (
  file: FileFacts,
  principal: Principal,
) => ObjectOptions | Promise<ObjectOptions>;

/** What is said once, when the object is stored, and has no other place in an upload. */
export type StoredAs = Omit<
  ObjectOptions,
  | 'contentDisposition'
  | 'metadata'
  | 'sseCustomerKey'
  | 'checksumType'
  | 'requestPayer'
  | 'expectedBucketOwner'
>;
