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
 * Object options of the owner, with S3's names. The browser cannot choose or change any of it. For a single PUT,
 * the presigned URL has these options as signed headers. The browser sees them, and the bucket's CORS rule must allow
 * them.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html
 */
export interface ObjectOptions {
  /** Canned ACL, for buckets that still have ACLs. Excludes grants. @defaultValue the bucket's */
  readonly acl?: (typeof ACLS)[number] | undefined;
  /**
   * Who gets full control: `id="..."` and `uri="..."`, separated by commas. S3 refuses e-mail addresses.
   *
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html
   */
  readonly grantFullControl?: string | undefined;
  /** Who may read the object, in the syntax of {@link grantFullControl}. */
  readonly grantRead?: string | undefined;
  /** Who may read the object's ACL, in the syntax of {@link grantFullControl}. */
  readonly grantReadAcp?: string | undefined;
  /** Who may write the object's ACL, in the syntax of {@link grantFullControl}. */
  readonly grantWriteAcp?: string | undefined;
  /** `Cache-Control` of downloads. @defaultValue `no-cache`: caches revalidate before each use */
  readonly cacheControl?: string | undefined;
  /**
   * `Content-Disposition` of downloads. Replaces the `attachment` that types get if a browser should not show them. A
   * type that a browser would run is still stored as `application/octet-stream`.
   */
  readonly contentDisposition?: string | undefined;
  /** How the files are already encoded, such as `gzip`. Slipway encodes nothing. @defaultValue none */
  readonly contentEncoding?: string | undefined;
  /** `Content-Language` of downloads. @defaultValue none */
  readonly contentLanguage?: string | undefined;
  /** When caches treat the object as stale, to the second. @defaultValue none */
  readonly expires?: Date | undefined;
  /**
   * User metadata. Names are in lower case, without `x-amz-meta-`. Overrides the browser's metadata of the same name.
   * At most 1,900 bytes together with the browser's: S3 allows 2 KB, and Slipway needs some of it.
   *
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html
   */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** How S3 encrypts the object. @defaultValue the bucket's: SSE-S3, unless configured otherwise */
  readonly serverSideEncryption?: (typeof ENCRYPTIONS)[number] | undefined;
  /** ID, ARN or alias of the KMS key, only with `aws:kms` or `aws:kms:dsse`. @defaultValue S3's own key */
  readonly sseKmsKeyId?: string | undefined;
  /** Encryption context for KMS, only with `aws:kms` or `aws:kms:dsse`. Sent as base64 of its JSON. */
  readonly sseKmsEncryptionContext?: Readonly<Record<string, string>> | undefined;
  /** Whether SSE-KMS uses an S3 Bucket Key, which needs fewer KMS calls. @defaultValue the bucket's */
  readonly bucketKeyEnabled?: boolean | undefined;
  /**
   * A 32-byte key that S3 encrypts the object with and then forgets (SSE-C). If you lose the key, you lose the
   * object. **The uploader's browser learns the key**, because it sends the key with each part. Use a separate key
   * for each object. The upload's sealed token holds it, and Slipway refuses to send it over plain HTTP. The bucket's
   * CORS rule must allow `x-amz-server-side-encryption-customer-*`. The bucket must allow SSE-C, which new buckets
   * block. Excludes other encryption.
   *
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerSideEncryptionCustomerKeys.html
   */
  readonly sseCustomerKey?: Uint8Array | undefined;
  /** @defaultValue `STANDARD`, or the class of this kind of bucket */
  readonly storageClass?: (typeof STORAGE_CLASSES)[number] | undefined;
  /** Where a website bucket redirects requests for the object: a path (`/...`) or an HTTP URL. */
  readonly websiteRedirectLocation?: string | undefined;
  /**
   * At most 10 tags, with keys of 1 to 128 characters and values of up to 256. Needs the permission
   * `s3:PutObjectTagging`.
   *
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html
   */
  readonly tagging?: Readonly<Record<string, string>> | undefined;
  /**
   * Object lock, together with {@link objectLockRetainUntilDate}. Needs an integrity mode other than `none`, and the
   * permission `s3:PutObjectRetention`.
   *
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
   */
  readonly objectLockMode?: 'GOVERNANCE' | 'COMPLIANCE' | undefined;
  /** When the lock ends, a date in the future. Needs {@link objectLockMode}. */
  readonly objectLockRetainUntilDate?: Date | undefined;
  /** A hold that lasts until you remove it. Needs integrity and the permission `s3:PutObjectLegalHold`. */
  readonly objectLockLegalHoldStatus?: 'ON' | 'OFF' | undefined;
  /**
   * Whether S3 keeps a checksum of the whole object, or one of its parts' checksums, for multipart uploads. Only
   * integrity `crc32` and `crc32c` support both. The checksum of a single PUT always covers the whole object.
   *
   * @defaultValue `FULL_OBJECT` if the integrity mode supports it
   */
  readonly checksumType?: 'FULL_OBJECT' | 'COMPOSITE' | undefined;
  /**
   * The ETag of the object that the upload replaces, with its quotes. If the key has another object by then, or none, the
   * upload fails with `name-taken`, and that object stays. Needs {@link UploadServiceOptions.overwrite} and your own
   * {@link UploadServiceOptions.objectKey}, and `if-match` in the CORS rule. A file of one part is sent by PUT.
   *
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
   */
  readonly ifMatch?: string | undefined;
  /** Makes the caller pay, for Requester Pays buckets. Sent with every call. @defaultValue the bucket's owner pays */
  readonly requestPayer?: 'requester' | undefined;
  /** The account (12 digits) that must own the bucket. Sent with every call. @defaultValue any account */
  readonly expectedBucketOwner?: string | undefined;
}

/** Chooses the options of one file's object. If it throws an `UploadError`, the browser gets that error. */
export type ObjectOptionsFunction = (
  file: FileFacts,
  principal: Principal,
) => ObjectOptions | Promise<ObjectOptions>;

/** The options that only the request that stores the object needs. */
export type StoredAs = Omit<
  ObjectOptions,
  | 'contentDisposition'
  | 'metadata'
  | 'sseCustomerKey'
  | 'checksumType'
  | 'ifMatch'
  | 'requestPayer'
  | 'expectedBucketOwner'
>;
