import type { FinishedObject, ObjectDetails } from '@slipway/protocol';
import { formatMoment } from '../parts/format.ts';

/** The details that S3 stores with an object, if they are readable. */
export function detailsOf({ details }: FinishedObject): ObjectDetails | undefined {
  return details && 'metadata' in details ? details : undefined;
}

/** `crc64nvme, of the whole object`. */
export function describeChecksum({ checksum }: ObjectDetails): string {
  if (!checksum) return 'None';
  const of = checksum.kind === 'composite' ? 'of its parts' : 'of the whole object';
  return `${checksum.integrity}, ${of}`;
}

/** Describes why an object cannot be deleted. `undefined` if it has no known lock. */
export function describeLock(
  { lockMode, lockedUntil, legalHold }: ObjectDetails,
  nowMs: number,
): string | undefined {
  if (legalHold) return 'Legal hold';
  if (lockedUntil === undefined || Date.parse(lockedUntil) <= nowMs) return undefined;
  return `${lockMode ?? 'Locked'} until ${formatMoment(lockedUntil)}`;
}
