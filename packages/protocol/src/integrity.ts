/**
 * How the bytes of each part are protected on their way into S3.
 *
 * - `crc64nvme`: checked by S3 per part, combined into one checksum of the whole object.
 * - `crc32`, `crc32c`: checked by S3 per part, full-object.
 * - `sha256`, `sha1`: checked by S3 per part, composite.
 * - `md5`: `Content-MD5`, for stores without flexible checksums.
 * - `none`: only the size is signed.
 */
export type Integrity = 'crc64nvme' | 'crc32c' | 'crc32' | 'sha256' | 'sha1' | 'md5' | 'none';

/** All modes, in order of preference. */
export const INTEGRITY_MODES = [
  'crc64nvme',
  'crc32c',
  'crc32',
  'sha256',
  'sha1',
  'md5',
  'none',
] as const satisfies readonly Integrity[];

/** A mode with a checksum for each part. */
export type ChecksumMode = Exclude<Integrity, 'none'>;

/** How parts are protected where the owner says nothing: S3 itself prefers it, and it is the cheapest that covers 64 bits. */
export const DEFAULT_INTEGRITY = 'crc64nvme' satisfies Integrity;

/** The header that carries a part's checksum (base64), and that the presigned URL signs. */
export const CHECKSUM_HEADERS = {
  crc64nvme: 'x-amz-checksum-crc64nvme',
  crc32c: 'x-amz-checksum-crc32c',
  crc32: 'x-amz-checksum-crc32',
  sha256: 'x-amz-checksum-sha256',
  sha1: 'x-amz-checksum-sha1',
  md5: 'content-md5',
} as const satisfies Record<ChecksumMode, string>;

/** Length of each checksum in bytes, before base64. */
export const CHECKSUM_BYTES = {
  crc64nvme: 8,
  crc32c: 4,
  crc32: 4,
  sha256: 32,
  sha1: 20,
  md5: 16,
} as const satisfies Record<ChecksumMode, number>;
