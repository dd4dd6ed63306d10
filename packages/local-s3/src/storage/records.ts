import type { ChecksumAlgorithm, ChecksumType } from '../checksums/algorithms.ts';
import type { CorsRule } from './cors-rule.ts';

/** A checksum as it is kept on an object. */
export interface StoredChecksum {
  readonly algorithm: ChecksumAlgorithm;
  readonly type: ChecksumType;
  /** Base64; a composite one has `-N` behind. */
  readonly value: string;
}

export interface Tag {
  readonly key: string;
  readonly value: string;
}

/** One line of an object's access control list. */
export interface Grant {
  readonly grantee: { readonly type: 'owner' | 'id' | 'uri'; readonly value: string };
  readonly permission: 'FULL_CONTROL' | 'READ' | 'WRITE' | 'READ_ACP' | 'WRITE_ACP';
}

/** What PutObject and CreateMultipartUpload say about an object besides its bytes. */
export interface ObjectAttributes {
  /** Response headers that Get and Head give back, names in lower case, values as on the wire. */
  readonly headers: Readonly<Record<string, string>>;
  readonly tags: readonly Tag[];
  readonly grants: readonly Grant[];
  /** The SSE-KMS context, base64 of JSON. S3 gives it back when writing, not when reading. */
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
  /** Path under the bucket's data folder; empty for a part of no bytes. */
  readonly file: string;
}

/** One object. Its bytes are its parts in order; an object of one PutObject is one part. */
export interface ObjectRecord {
  readonly key: string;
  readonly size: number;
  /** Without quotes. */
  readonly etag: string;
  readonly lastModifiedMs: number;
  readonly attributes: ObjectAttributes;
  readonly checksum: StoredChecksum;
  readonly parts: readonly PartRecord[];
  /** Set on objects that came from a multipart upload; makes a repeated Complete answerable. */
  readonly uploadId?: string;
}

/** One unfinished multipart upload, without its parts: these are found by their file names. */
export interface UploadRecord {
  readonly uploadId: string;
  readonly key: string;
  readonly initiatedMs: number;
  readonly attributes: ObjectAttributes;
  readonly checksumAlgorithm: ChecksumAlgorithm;
  readonly checksumType: ChecksumType;
  /** False when the request named no algorithm: S3 then keeps a CRC64NVME of its own accord. */
  readonly checksumDeclared: boolean;
}

/** What is kept about a bucket. */
export interface BucketRecord {
  readonly name: string;
  readonly createdMs: number;
  readonly cors?: readonly CorsRule[] | undefined;
  /** Whether objects may be locked; decided when the bucket is created. */
  readonly objectLock?: boolean;
  /** The lifecycle document as it was put. */
  readonly lifecycle?: string | undefined;
}
