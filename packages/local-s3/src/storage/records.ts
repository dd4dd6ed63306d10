import type { ChecksumAlgorithm, ChecksumType } from '../checksums/algorithms.ts';
import type { CorsRule } from './cors-rule.ts';

/** A checksum of an object. */
export interface StoredChecksum {
  readonly algorithm: ChecksumAlgorithm;
  readonly type: ChecksumType;
  /** Base64, with `-N` at the end for a composite checksum. */
  readonly value: string;
}

export interface Tag {
  readonly key: string;
  readonly value: string;
}

/** One entry of an object's access control list. */
export interface Grant {
  readonly grantee: { readonly type: 'owner' | 'id' | 'uri'; readonly value: string };
  readonly permission: 'FULL_CONTROL' | 'READ' | 'WRITE' | 'READ_ACP' | 'WRITE_ACP';
}

/** The attributes of an object from PutObject and CreateMultipartUpload. */
export interface ObjectAttributes {
  /** Response headers of Get and Head. Names are in lower case, values as on the wire. */
  readonly headers: Readonly<Record<string, string>>;
  readonly tags: readonly Tag[];
  readonly grants: readonly Grant[];
  /** The SSE-KMS context, base64 of JSON. S3 returns it after a write but not after a read. */
  readonly encryptionContext?: string;
}

/** One stored part of an unfinished upload, or one segment of an object. */
export interface PartRecord {
  readonly partNumber: number;
  /** Bytes. */
  readonly size: number;
  /** 32 hex digits, without quotes. */
  readonly etag: string;
  /** Base64, by the upload's algorithm. */
  readonly checksum: string;
  /** Milliseconds since 1970. */
  readonly lastModifiedMs: number;
  /** Path under the bucket's data folder. Empty for a part of no bytes. */
  readonly file: string;
}

/** One object. Its bytes are its parts in order. An object from PutObject has one part. */
export interface ObjectRecord {
  readonly key: string;
  readonly size: number;
  /** Without quotes. */
  readonly etag: string;
  readonly lastModifiedMs: number;
  readonly attributes: ObjectAttributes;
  readonly checksum: StoredChecksum;
  readonly parts: readonly PartRecord[];
  /** Set for objects from multipart uploads, so that a repeated Complete gets the same response. */
  readonly uploadId?: string;
}

/** One unfinished multipart upload. Its parts are found by their file names. */
export interface UploadRecord {
  readonly uploadId: string;
  readonly key: string;
  readonly initiatedMs: number;
  readonly attributes: ObjectAttributes;
  readonly checksumAlgorithm: ChecksumAlgorithm;
  readonly checksumType: ChecksumType;
  /** False if the request named no algorithm. S3 then stores a CRC64NVME by itself. */
  readonly checksumDeclared: boolean;
}

/** The record of a bucket. */
export interface BucketRecord {
  readonly name: string;
  readonly createdMs: number;
  readonly cors?: readonly CorsRule[] | undefined;
  /** Whether objects may be locked. Fixed when the bucket is created. */
  readonly objectLock?: boolean;
  /** The lifecycle document, unchanged. */
  readonly lifecycle?: string | undefined;
}
