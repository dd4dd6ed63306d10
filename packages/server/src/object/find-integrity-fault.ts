import { CHECKSUMS, type ChecksumType, DEFAULT_INTEGRITY, type Integrity } from '@slipway/protocol';
import { BUCKET_KIND_NAMES, bucketKind } from './bucket-kind.ts';
import type { ObjectOptions } from './object-options.ts';

/**
 * Explains why the bucket cannot store objects with these options and this integrity mode. Returns `undefined` if it
 * can, or if the mode is not known yet.
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
    return 'object lock needs an integrity mode other than "none": S3 requires a checksum for each part';
  }
  const kind = bucketKind(bucket);
  if (kind === 'directory' && checksum && !checksum.kept) {
    return `${BUCKET_KIND_NAMES[kind]} has no integrity "${integrity}". Use "${DEFAULT_INTEGRITY}"`;
  }
  const types: readonly ChecksumType[] = checksum?.kept?.types ?? [];
  if (checksumType === undefined || types.includes(checksumType)) return undefined;
  const possible = types.map((type) => `"${type}"`).join(' or ');
  return `checksumType "${checksumType}" is not possible with integrity "${integrity}", ${possible ? `which has ${possible}` : 'whose checksums S3 does not keep'}`;
}
