import { partRange, type StoredPart } from '@slipway/protocol';
import type { Created } from './run-scope.ts';

/**
 * What can be used of the parts that S3 lists: they have the size that they ought to have, and, unless nothing is
 * checksummed, a checksum by which they can prove to be of this file. All others are sent again, and S3 replaces them.
 */
export function findUsableParts(
  { plan, checksums, recorded }: Pick<Created, 'plan' | 'checksums' | 'recorded'>,
  size: number,
  listed: readonly StoredPart[],
): readonly StoredPart[] {
  return listed.flatMap((part) => {
    const { partNumber, checksum = recorded?.[partNumber] } = part;
    const fits =
      partNumber <= plan.partCount && part.size === partRange(plan, size, partNumber).size;
    return fits && (checksum || !checksums) ? { ...part, checksum } : [];
  });
}
