import type { ChecksumType, Integrity, PresignedPart, StoredPart } from '@slipway/protocol';
import type { ObjectOptions, StoredAs } from '../object/object-options.ts';
import type { StoreProfile } from './store-profile.ts';

/** A bucket, and the fields that every call for it needs. */
export interface BucketAddress extends Pick<ObjectOptions, 'requestPayer' | 'expectedBucketOwner'> {
  readonly bucket: string;
}

/** One object in a bucket. */
export interface ObjectAddress extends BucketAddress {
  readonly objectKey: string;
  /**
   * Base64 of the customer's 32-byte key that encrypts the object. Sent with the calls for which S3 requires it.
   *
   * @defaultValue none
   */
  readonly sseCustomerKey?: string | undefined;
}

/** One unfinished multipart upload. */
export interface MultipartAddress extends ObjectAddress {
  readonly uploadId: string;
}

/**
 * S3's response to CreateMultipartUpload. A field is `undefined` if S3 left it out.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html
 */
export interface CreatedMultipart {
  readonly uploadId: string;
  /** When a lifecycle rule of the bucket aborts the upload, if it is still unfinished. */
  readonly abortDate: Date | undefined;
  /** The ID of that rule. */
  readonly abortRuleId: string | undefined;
  /** How S3 encrypts the object, such as `AES256`. The bucket's default may decide it. */
  readonly serverSideEncryption: string | undefined;
  readonly sseKmsKeyId: string | undefined;
  readonly sseKmsEncryptionContext: Readonly<Record<string, string>> | undefined;
  readonly bucketKeyEnabled: boolean | undefined;
  /** `AES256` for a key of the customer. */
  readonly sseCustomerAlgorithm: string | undefined;
  /** Base64 of the MD5 of the customer's key. */
  readonly sseCustomerKeyMd5: string | undefined;
  /** `requester` when the caller pays. */
  readonly requestCharged: string | undefined;
  /** In S3's spelling, such as `CRC64NVME`. */
  readonly checksumAlgorithm: string | undefined;
  readonly checksumType: ChecksumType | undefined;
}

/** How S3 should store an object. */
export interface ObjectHeaders extends StoredAs, Pick<ObjectOptions, 'checksumType'> {
  readonly contentType: string;
  /** @defaultValue none, so browsers may show the object inline */
  readonly contentDisposition?: string | undefined;
  /** User metadata, names without `x-amz-meta-`. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** A part to presign. */
export interface PartToSign {
  /** From 1. */
  readonly partNumber: number;
  /** Exact size in bytes, signed as `Content-Length`. */
  readonly size: number;
  /** Base64, signed as a header. */
  readonly checksum?: string | undefined;
}

/** A single `PutObject` to presign. */
export interface PutToSign extends ObjectHeaders {
  /** Exact size in bytes, signed as `Content-Length`. */
  readonly size: number;
  readonly integrity: Integrity;
  /** Base64, signed as a header. */
  readonly checksum?: string | undefined;
  /** Whether an object of the same key may be replaced. */
  readonly overwrite: boolean;
  /** The ETag of the object to replace. @defaultValue any object */
  readonly ifMatch?: string | undefined;
}

/** What Complete needs in addition to the upload's address. */
export interface MultipartToComplete extends Pick<ObjectOptions, 'checksumType' | 'ifMatch'> {
  /** All parts in order, as S3 listed them. */
  readonly parts: readonly StoredPart[];
  /** Size of the whole object, in bytes. */
  readonly size: number;
  readonly integrity: Integrity;
  /** Base64 of the whole object's checksum, for full-object modes. */
  readonly checksum?: string | undefined;
  /** Whether an object of the same key may be replaced. */
  readonly overwrite: boolean;
}

/**
 * What S3 said about an object, in its answer to CompleteMultipartUpload or HeadObject. A field is `undefined` if S3 left
 * it out.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html
 */
export interface ObjectAnswer {
  /** Only if the bucket keeps versions. */
  readonly versionId?: string | undefined;
  /** The object's address, in S3's words. Only Complete returns it. */
  readonly location?: string | undefined;
  /** When a lifecycle rule deletes the object, and the rule's ID, in S3's format: `expiry-date="...", rule-id="..."`. */
  readonly expiration?: string | undefined;
  /** How S3 encrypts the object, such as `AES256`. The bucket's default may have decided it. */
  readonly serverSideEncryption?: string | undefined;
  readonly sseKmsKeyId?: string | undefined;
  readonly bucketKeyEnabled?: boolean | undefined;
  /** `requester` when the caller pays. */
  readonly requestCharged?: string | undefined;
}

/** The result of a Complete. Only `completed` is certain. After any other result the object may exist. */
export type CompleteOutcome =
  | {
      readonly kind: 'completed';
      readonly etag: string;
      readonly checksum: string | undefined;
      readonly answer: ObjectAnswer;
    }
  /** An object with this key exists. It can be another upload's, or ours from a Complete whose response was lost. */
  | { readonly kind: 'name-taken' }
  | { readonly kind: 'upload-not-found' }
  /** The parts on S3 do not match the list. */
  | { readonly kind: 'parts-refused' }
  | { readonly kind: 'checksum-mismatch' }
  /** The store does not know the operation, or a header of the request. No retry helps. */
  | { readonly kind: 'unsupported'; readonly cause: unknown }
  /** A concurrent write to the key. S3 asks the client to start over. */
  | { readonly kind: 'conflict' }
  /** The response was lost or says nothing about the outcome. */
  | { readonly kind: 'in-doubt'; readonly cause: unknown };

/** An object's HeadObject response. */
export interface StoredObject {
  readonly size: number;
  /** Opaque, with its quotes. */
  readonly etag: string;
  /** User metadata, names without `x-amz-meta-`. */
  readonly metadata: Readonly<Record<string, string>>;
  /** Base64, if the store keeps a checksum. */
  readonly checksum: string | undefined;
  readonly answer: ObjectAnswer;
  /** The headers that S3 stores even if a presigned URL does not sign them. Absent ones are left out. */
  readonly headers: Readonly<Partial<Record<UnsignedHeader, string>>>;
}

/** SigV4 makes every `x-amz-*` header part of the signature, but not these. */
export const UNSIGNED_HEADERS = [
  'cacheControl',
  'contentDisposition',
  'contentEncoding',
  'contentLanguage',
  'expires',
] as const;
export type UnsignedHeader = (typeof UNSIGNED_HEADERS)[number];

/** Which unfinished uploads to list, and where to start. */
export interface UploadsQuery extends BucketAddress {
  /** Prefix of the keys. `''` for all keys. For a folder, end it with a slash. */
  readonly prefix: string;
  /** Where the previous page ended. @defaultValue from the start */
  readonly after?: UploadsMarker | undefined;
  /** Maximum number of uploads on one page. @defaultValue 1,000, S3's own limit */
  readonly pageSize?: number | undefined;
}

/** A position in S3's listing of unfinished uploads. */
export interface UploadsMarker {
  readonly objectKey: string;
  /** Directory buckets do not use it. */
  readonly uploadId?: string | undefined;
}

/** A multipart upload that is neither completed nor aborted. */
export interface ListedUpload extends MultipartAddress {
  /** When the upload was created, by S3's clock. */
  readonly initiatedAt: Date;
  readonly storageClass: string | undefined;
}

/** One page of unfinished uploads, sorted by key and then by age. Directory buckets return any order. */
export interface UploadsPage {
  readonly uploads: readonly ListedUpload[];
  /** Where the next page starts. `undefined` on the last page. */
  readonly next: UploadsMarker | undefined;
}

/**
 * The storage, with the operations that uploads need. A failure is an `UploadError` with a `storage-*` code. Its
 * `cause` holds what S3 said, for the log only.
 */
export interface S3Gateway {
  /** What the bucket's store can do, such as whether it wants `equalParts`. Read once for each bucket, without a request. */
  readProfile(bucket: string): Promise<StoreProfile>;
  /** The origins of presigned URLs. The bucket's main address comes first. */
  getOrigins(bucket: string): Promise<readonly string[]>;
  createMultipartUpload(
    object: ObjectAddress,
    headers: ObjectHeaders,
    integrity: Integrity,
  ): Promise<CreatedMultipart>;
  presignParts(
    upload: MultipartAddress,
    parts: readonly PartToSign[],
    integrity: Integrity,
    /** Whether URLs may use all of the bucket's addresses. @defaultValue only the first */
    spread?: { readonly otherHosts: boolean },
  ): Promise<readonly PresignedPart[]>;
  presignPut(object: ObjectAddress, put: PutToSign): Promise<PresignedPart>;
  /**
   * Presigns a form instead of a PUT. Returns `undefined` if the store, the kind of bucket or a header needs a PUT. A
   * form cannot enforce `overwrite: false`: the browser can send it again until it expires.
   */
  presignPost(object: ObjectAddress, put: PutToSign): Promise<PresignedPart | undefined>;
  /** Reads one page of the bucket's unfinished uploads. */
  listUploads(query: UploadsQuery): Promise<UploadsPage>;
  /** Reads all pages. Returns `undefined` if S3 does not know the upload. */
  listParts(
    upload: MultipartAddress,
    integrity: Integrity,
  ): Promise<readonly StoredPart[] | undefined>;
  /**
   * Never throws for a response of S3. The caller must check what S3 stored. `signal` ends the call, not what S3 does
   * about it.
   */
  complete(
    upload: MultipartAddress,
    request: MultipartToComplete,
    signal?: AbortSignal,
  ): Promise<CompleteOutcome>;
  /** Idempotent. Parts that are on the wire can still arrive afterwards. */
  abort(upload: MultipartAddress): Promise<void>;
  /** `undefined` if the object does not exist. */
  head(object: ObjectAddress, integrity: Integrity): Promise<StoredObject | undefined>;
  /** Reads at most the first `bytes` of an object. The object must not be empty. */
  readStart(object: ObjectAddress, bytes: number): Promise<Uint8Array>;
  /**
   * Idempotent. With an ETag, it deletes only that object, and leaves a newer one under the key. A store that does not know
   * conditional deletes deletes whatever is there.
   */
  delete(object: ObjectAddress, etag?: string): Promise<void>;
}
