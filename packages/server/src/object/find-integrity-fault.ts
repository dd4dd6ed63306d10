import { CHECKSUMS, type ChecksumType, DEFAULT_INTEGRITY, type Integrity } from '@slipway/protocol';
import { BUCKET_KIND_NAMES, bucketKind } from './bucket-kind.ts';
import type { ObjectOptions } from './object-options.ts';

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
  const checksum = CHECKSUMS[integrity];
  const isLocked = objectLockMode !== undefined || objectLockLegalHoldStatus !== undefined;
  if (isLocked && !checksum) {
    return 'object lock needs an integrity mode other than "none": S3 wants a checksum for each part';
  }
  const kind = bucketKind(bucket);
  if (kind === 'directory' && checksum && !checksum.kept) {
    return `${BUCKET_KIND_NAMES[kind]} has no integrity "${integrity}"; "${DEFAULT_INTEGRITY}" is possible`;
  }
  const types: readonly ChecksumType[] = checksum?.kept?.types ?? [];
  if (checksumType === undefined || types.includes(checksumType)) return undefined;
  const possible = types.map((type) => `"${type}"`).join(' or ');
  return `checksumType "${checksumType}" is not possible with integrity "${integrity}", ${possible ? `which has ${possible}` : 'which S3 keeps no checksum of'}`;
}
