import type { ChecksumType, Integrity, PresignedPart, StoredPart } from '@slipway/protocol';
import type { ObjectOptions, StoredAs } from '../object/object-options.ts';

/** A bucket, and what every call for it has to say. */
export interface BucketAddress extends Pick<ObjectOptions, 'requestPayer' | 'expectedBucketOwner'> {
  readonly bucket: string;
}

/** One object in a bucket. */
export interface ObjectAddress extends BucketAddress {
  readonly objectKey: string;
  /**
   * Base64 of the customer's 32 bytes that encrypt the object, said with the calls that S3 wants it with.
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
 * What S3 answered to CreateMultipartUpload. A field is `undefined` where S3 said nothing of it.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html
 */
export interface CreatedMultipart {
  readonly uploadId: string;
  /** When a lifecycle rule of the bucket aborts the upload if it is not completed by then. */
  readonly abortDate: Date | undefined;
  /** The ID of that rule. */
  readonly abortRuleId: string | undefined;
  /** How the object will be encrypted, as `AES256`; a bucket can have ways of its own. */
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
  /** As S3 spells it, `CRC64NVME`. */
  readonly checksumAlgorithm: string | undefined;
  readonly checksumType: ChecksumType | undefined;
}

/** How an object is to be stored. */
export interface ObjectHeaders extends StoredAs, Pick<ObjectOptions, 'checksumType'> {
  readonly contentType: string;
  /** @defaultValue none: browsers may show the object inline */
  readonly contentDisposition?: string | undefined;
  /** User metadata, names without `x-amz-meta-`. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** A part about to be presigned. */
export interface PartToSign {
  /** From 1. */
  readonly partNumber: number;
  /** Exact bytes; signed as `Content-Length`. */
  readonly size: number;
  /** Base64; signed as a header. */
  readonly checksum?: string | undefined;
}

/** A single `PutObject` about to be presigned. */
export interface PutToSign extends ObjectHeaders {
  /** Exact bytes; signed as `Content-Length`. */
  readonly size: number;
  readonly integrity: Integrity;
  /** Base64; signed as a header. */
  readonly checksum?: string | undefined;
  /** Whether an object of the same key may be replaced. */
  readonly overwrite: boolean;
}

/** What Complete needs besides the address. */
export interface MultipartToComplete extends Pick<ObjectOptions, 'checksumType'> {
  /** All parts in order, as S3 listed them. */
  readonly parts: readonly StoredPart[];
  /** Bytes of the whole object. */
  readonly size: number;
  readonly integrity: Integrity;
  /** Base64 of the whole object's checksum, for full-object modes. */
  readonly checksum?: string | undefined;
  /** Whether an object of the same key may be replaced. */
  readonly overwrite: boolean;
}

/** What came of a Complete. Everything but `completed` leaves open whether the object is there. */
export type CompleteOutcome =
  | { readonly kind: 'completed'; readonly etag: string; readonly checksum: string | undefined }
  /** An object of this key exists: another's, or our own from a Complete whose answer was lost. */
  | { readonly kind: 'name-taken' }
  | { readonly kind: 'upload-not-found' }
  /** S3 does not have the parts as they were listed. */
  | { readonly kind: 'parts-refused' }
  | { readonly kind: 'checksum-mismatch' }
  /** Another write to the key came between: S3 asks to start anew. */
  | { readonly kind: 'conflict' }
  /** The answer was lost or says nothing. */
  | { readonly kind: 'in-doubt'; readonly cause: unknown };

/** An object as HeadObject sees it. */
export interface StoredObject {
  readonly size: number;
  /** Opaque, with its quotes. */
  readonly etag: string;
  /** User metadata, names without `x-amz-meta-`. */
  readonly metadata: Readonly<Record<string, string>>;
  /** Base64, where the store keeps one. */
  readonly checksum: string | undefined;
}

/** Which unfinished uploads to list, from where on. */
export interface UploadsQuery extends BucketAddress {
  /** What every key starts with; `''` for all. Ends with a slash where a folder is meant. */
  readonly prefix: string;
  /** Where the page before ended. @defaultValue from the beginning */
  readonly after?: UploadsMarker | undefined;
  /** Most uploads on one page. @defaultValue 1,000, S3's own limit */
  readonly pageSize?: number | undefined;
}

/** A place in a listing of unfinished uploads, as S3 counts it. */
export interface UploadsMarker {
  readonly objectKey: string;
  /** Directory buckets have none. */
  readonly uploadId?: string | undefined;
}

/** A multipart upload that is neither completed nor aborted. */
export interface ListedUpload extends MultipartAddress {
  /** When it was created, by S3's clock. */
  readonly initiatedAt: Date;
  readonly storageClass: string | undefined;
}

/** Unfinished uploads in S3's order: by key, those of one key by age; in directory buckets in any. */
export interface UploadsPage {
  readonly uploads: readonly ListedUpload[];
  /** Where the next page begins; `undefined` after the last. */
  readonly next: UploadsMarker | undefined;
}

/**
 * The storage as uploads need it. Failures are `UploadError`s with a `storage-*` code; what S3 said
 * is in their `cause`, for the log only.
 */
export interface S3Gateway {
  /** Origins of presigned URLs, the bucket's first address first. */
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
    /** Whether URLs may be of any of the bucket's addresses. @defaultValue of the first alone */
    spread?: { readonly otherHosts: boolean },
  ): Promise<readonly PresignedPart[]>;
  presignPut(object: ObjectAddress, put: PutToSign): Promise<PresignedPart>;
  /**
   * The same as a form; `undefined` where the store, the kind of bucket or a header needs a PUT. A form
   * knows no `overwrite: false`: it can be sent again while it lives.
   */
  presignPost(object: ObjectAddress, put: PutToSign): Promise<PresignedPart | undefined>;
  /** One page of the bucket's unfinished uploads. */
  listUploads(query: UploadsQuery): Promise<UploadsPage>;
  /** All pages; `undefined` when S3 knows no such upload. */
  listParts(
    upload: MultipartAddress,
    integrity: Integrity,
  ): Promise<readonly StoredPart[] | undefined>;
  /** Never throws for what S3 answered: the caller has to look, and prove. */
  complete(upload: MultipartAddress, request: MultipartToComplete): Promise<CompleteOutcome>;
  /** Idempotent. Parts whose PUT is under way can still arrive afterwards. */
  abort(upload: MultipartAddress): Promise<void>;
  /** `undefined` when there is no such object. */
  head(object: ObjectAddress, integrity: Integrity): Promise<StoredObject | undefined>;
  /** The first bytes of an object that is not empty: at most `bytes`. */
  readStart(object: ObjectAddress, bytes: number): Promise<Uint8Array>;
  /** Idempotent. */
  delete(object: ObjectAddress): Promise<void>;
}
