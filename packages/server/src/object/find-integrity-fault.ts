import type { Integrity } from '@slipway/protocol';
import { BUCKET_KIND_NAMES, bucketKind } from './bucket-kind.ts';
import type { ObjectOptions } from './object-options.ts';

type ChecksumType = NonNullable<ObjectOptions['checksumType']>;

/**
 * Kinds of checksums that S3 makes of parts, the default first.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html
 */
const CHECKSUM_TYPES: Record<Integrity, readonly ChecksumType[]> = {
  crc64nvme: ['FULL_OBJECT'],
  crc32c: ['FULL_OBJECT', 'COMPOSITE'],
  crc32: ['FULL_OBJECT', 'COMPOSITE'],
  sha256: ['COMPOSITE'],
  sha1: ['COMPOSITE'],
  md5: [],
  none: [],
};

/**
 * Says why objects with these options cannot be uploaded to the bucket with an integrity mode, or
 * `undefined`: also when the mode is not known yet.
 */
export function findIntegrityFault(
  bucket: string,
  { objectLockMode, objectLockLegalHoldStatus, checksumType }: ObjectOptions,
  integrity: Integrity | undefined,
): string | undefined {
  if (integrity === undefined) return undefined;
  const isLocked = objectLockMode !== undefined || objectLockLegalHoldStatus !== undefined;
  if (isLocked && integrity === 'none') {
    return 'object lock needs an integrity mode other than "none": S3 wants a checksum for each part';
  }
  const kind = bucketKind(bucket);
  if (kind === 'directory' && integrity === 'md5') {
    return `${BUCKET_KIND_NAMES[kind]} has no integrity "md5"; "crc64nvme" is possible`;
  }
  if (checksumType === undefined || CHECKSUM_TYPES[integrity].includes(checksumType)) {
    return undefined;
  }
  const possible = CHECKSUM_TYPES[integrity].map((type) => `"${type}"`).join(' or ');
  return `checksumType "${checksumType}" is not possible with integrity "${integrity}", ${possible ? `which has ${possible}` : 'which S3 keeps no checksum of'}`;
}
