import {
  CHECKSUMS,
  type Integrity,
  partRange,
  type StoredPart,
  type UploadToComplete,
} from '@slipway/protocol';
import { isSameEtag } from '../s3/same-etag.ts';
import { planOf, type UploadClaims } from '../token/upload-claims.ts';

/** Whether no listed part has a checksum. Then the store does not support them. */
export function lacksChecksums(
  { integrity }: Pick<UploadClaims, 'integrity'>,
  stored: readonly StoredPart[],
): boolean {
  return isKept(integrity) && stored.length > 0 && stored.every(({ checksum }) => !checksum);
}

/**
 * The parts that differ from the plan. They are missing or beyond the plan, or have the wrong size, no
 * checksum, or another ETag than the browser saw. If empty, the upload can be completed.
 */
export function findWrongParts(
  claims: UploadClaims,
  stored: readonly StoredPart[],
  etags: UploadToComplete['etags'] = [],
): number[] {
  const plan = planOf(claims);
  const parts = new Map(stored.map((part) => [part.partNumber, part]));
  const wrong = new Set<number>();
  for (let partNumber = 1; partNumber <= plan.partCount; partNumber += 1) {
    const part = parts.get(partNumber);
    const { size } = partRange(plan, claims.size, partNumber);
    const proven = !isKept(claims.integrity) || part?.checksum;
    if (!part || part.size !== size || !part.etag || !proven) wrong.add(partNumber);
  }
  for (const partNumber of parts.keys()) {
    if (partNumber < 1 || partNumber > plan.partCount) wrong.add(partNumber);
  }
  for (const { partNumber, etag } of etags) {
    if (!isSameEtag(etag, parts.get(partNumber)?.etag)) wrong.add(partNumber);
  }
  return [...wrong].sort((a, b) => a - b);
}

/** Whether S3 keeps the checksums of parts. */
function isKept(integrity: Integrity): boolean {
  return CHECKSUMS[integrity]?.kept !== undefined;
}
