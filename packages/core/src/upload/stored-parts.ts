import { partRange, type StoredPart } from '@slipway/protocol';
import type { Created } from './run-scope.ts';

/** What S3 holds, by what is known of it. Parts in neither list are to be sent. */
export interface StoredParts {
  /** Their bytes count as done. */
  readonly trusted: readonly StoredPart[];
  /** Of the size that they ought to have; their checksums are still to be compared with the file's own. */
  readonly unverified: readonly (StoredPart & { readonly checksum: string })[];
}

/**
 * Says what to do with parts that S3 lists: they may be of another file that looks the same from outside. A part of
 * which no checksum is kept anywhere cannot be verified: it is sent again, and S3 replaces it.
 */
export function sortStoredParts(
  { plan, checksums, recorded }: Pick<Created, 'plan' | 'checksums' | 'recorded'>,
  size: number,
  listed: readonly StoredPart[],
): StoredParts {
  const fitting = listed.filter(
    ({ partNumber, size: stored }) =>
      partNumber <= plan.partCount && stored === partRange(plan, size, partNumber).size,
  );
  if (!checksums) return { trusted: fitting, unverified: [] };
  const trusted: StoredPart[] = [];
  const unverified: (StoredPart & { readonly checksum: string })[] = [];
  for (const part of fitting) {
    const { partNumber, checksum = recorded?.[partNumber] } = part;
    if (!checksum) continue;
    if (checksum === checksums.get(partNumber)) trusted.push(part);
    else unverified.push({ ...part, checksum });
  }
  return { trusted, unverified };
}
