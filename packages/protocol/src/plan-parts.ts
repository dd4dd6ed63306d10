import { MiB, maxObjectSize, type PartLimits, S3_LIMITS } from './limits.ts';
import { countParts, type PartPlan, type PartRun } from './part-plan.ts';
import { planSingle, SMALLEST_BALANCED_PART, singleOf } from './plan-single.ts';

/** Options of {@link planParts}. */
export interface PlanPartsOptions {
  /** Size of the file in bytes. */
  readonly size: number;
  /**
   * Part size in **bytes**. Raised when needed to stay within `limits`, never lowered. Such parts are equal.
   *
   * @defaultValue chosen for `connections` and `largestPart`
   */
  readonly partSize?: number | undefined;
  /** The sizes of all parts, if a plan with them was already chosen. They must be legal. Needs `partSize`. */
  readonly runs?: readonly PartRun[] | undefined;
  /** Whether the store wants parts of one size. Used only without `partSize`. @defaultValue true */
  readonly equalParts?: boolean | undefined;
  /** Connections that send parts in parallel. Used only without `partSize`. @defaultValue 6 */
  readonly connections?: number | undefined;
  /** Largest part in bytes, when the speed of the link is known. Used only without `partSize`. @defaultValue 32 MiB */
  readonly largestPart?: number | undefined;
  /** The limits of the store. @defaultValue {@link S3_LIMITS} */
  readonly limits?: PartLimits | undefined;
}

/**
 * Above this size a retry costs too much on an ordinary link, because the bytes of a part count only once S3 has
 * confirmed the whole part. Larger parts gain about 5 % of throughput, and only on fast links.
 */
const LARGEST_BALANCED_PART = 32 * MiB;

/** The first parts are small. Their checksums are soon computed, so their URLs arrive with the response to create. */
const LEAD_PART = 6 * MiB;

/** The last parts are as small as S3 allows, so that no connection waits long for another one. */
const LAST_PART = S3_LIMITS.minPartSize;

/**
 * Plans the parts of a file within the limits of S3. Every byte belongs to exactly one part. Browser and
 * server run the same function, so their plans are the same.
 *
 * @throws RangeError when the size is not a whole number of bytes, or exceeds the limits
 */
export function planParts(options: PlanPartsOptions): PartPlan {
  const { size, partSize: wanted, runs, equalParts = true, limits = S3_LIMITS } = options;
  const { connections = 6, largestPart = LARGEST_BALANCED_PART } = options;
  if (!Number.isSafeInteger(size) || size < 0) {
    throw new RangeError(`A file cannot have ${size} bytes.`);
  }
  if (size > maxObjectSize(limits)) {
    throw new RangeError(`An object cannot hold ${size} bytes.`);
  }
  const single = planSingle(options);
  if (single && !runs) return single;
  const isFree = !equalParts && wanted === undefined;
  const unequal = runs ?? (isFree && unequalRuns(size, connections, largestPart, limits));
  if (unequal) {
    const partSize = Math.max(...unequal.map((run) => run.size));
    return { kind: 'multipart', partSize, partCount: countParts(unequal), runs: unequal };
  }
  const balanced = wanted ?? balancedPartSize(size, connections, largestPart);
  const partSize = clampPartSize(Math.ceil(balanced), size, limits);
  if (size <= partSize) return singleOf(size);
  return { kind: 'multipart', partSize, partCount: Math.ceil(size / partSize) };
}

/** Equal parts, whose number is a multiple of the connections, so that no connection is idle at the end. */
function balancedPartSize(size: number, connections: number, largestPart: number): number {
  const atMost = Math.floor(size / SMALLEST_BALANCED_PART);
  const rounds = Math.ceil(size / (connections * largestPart));
  return Math.ceil(size / Math.min(connections * rounds, atMost));
}

/**
 * Parts for connections of unknown and unequal speed: one small part for each connection, then large ones, then two for
 * each connection that shrink by a constant step. If the connections are equally fast, each sends one part of the first
 * half of the shrinking ones and its counterpart of the second half, and all end together. If they are not, fast
 * connections send more of the small parts.
 *
 * @returns `undefined` if the file is too small for that, or if no such plan is within the limits
 */
function unequalRuns(
  size: number,
  connections: number,
  largestPart: number,
  limits: PartLimits,
): readonly PartRun[] | undefined {
  const last = Math.max(LAST_PART, limits.minPartSize);
  const each = size / connections;
  const lead = each > LEAD_PART + 2 * last ? LEAD_PART : 0;
  /** The large and the shrinking parts of one connection, without the smallest one. */
  const body = each - lead - last;
  if (body < SMALLEST_BALANCED_PART) return undefined;
  const rounds = Math.ceil(body / largestPart);
  const large = Math.floor(body / rounds);
  const shrinking = 2 * connections;
  const runs: readonly PartRun[] = [
    { count: connections, size: lead },
    { count: (rounds - 1) * connections, size: large },
    { count: shrinking, size: large, step: Math.floor((large - last) / (shrinking - 1)) },
  ].filter((run) => run.count * run.size > 0);
  // A body just above `largestPart` would have two rounds of parts that are too small.
  const isLegal = large >= last && large <= limits.maxPartSize;
  const fits = isLegal && countParts(runs) <= limits.maxPartCount;
  return fits ? runs : undefined;
}

function clampPartSize(wanted: number, size: number, limits: PartLimits): number {
  const forCount = Math.ceil(size / limits.maxPartCount);
  return Math.min(Math.max(wanted, forCount, limits.minPartSize, 1), limits.maxPartSize);
}
