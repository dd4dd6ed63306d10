import { MiB, maxObjectSize, type PartLimits, S3_LIMITS } from './limits.ts';

/**
 * How one file is split. A `single` plan is one `PutObject`. In a `multipart` plan all parts have `partSize` bytes, except
 * that the last one may be smaller.
 */
export type PartPlan =
  | {
      readonly kind: 'single';
      /** Bytes. @integer from 0 */
      readonly partSize: number;
      readonly partCount: 1;
    }
  | {
      readonly kind: 'multipart';
      /** Bytes. @integer from 0 */
      readonly partSize: number;
      /** How many parts the file has. @integer from 1 */
      readonly partCount: number;
    };

/** The bytes of one part: `[start, end)` of the file. */
export interface PartRange {
  readonly start: number;
  readonly end: number;
  readonly size: number;
}

/** Options of {@link planParts}. */
export interface PlanPartsOptions {
  /** Size of the file in bytes. */
  readonly size: number;
  /**
   * Part size in **bytes**. Raised when needed to stay within `limits`, never lowered.
   *
   * @defaultValue balanced: equal parts of 8 to 32 MiB, whose number is a multiple of `connections`
   */
  readonly partSize?: number | undefined;
  /** Connections that send parts in parallel. Used only without `partSize`. @defaultValue 6 */
  readonly connections?: number | undefined;
  /** Largest balanced part in bytes, when the speed of the link is known. @defaultValue 32 MiB */
  readonly largestPart?: number | undefined;
  /** The limits of the store. @defaultValue {@link S3_LIMITS} */
  readonly limits?: PartLimits | undefined;
}

/**
 * Below this size a connection spends more time on preflights and round trips than on bytes. Files up
 * to this size are a single PUT.
 */
const SMALLEST_BALANCED_PART = 8 * MiB;

/**
 * Above this size a retry costs too much on an ordinary link, because the bytes of a part count only once S3 has
 * confirmed the whole part. Larger parts gain about 5 % of throughput, and only on fast links.
 */
const LARGEST_BALANCED_PART = 32 * MiB;

/**
 * Plans the parts of a file within the limits of S3. Every byte belongs to exactly one part. Browser and
 * server run the same function, so their plans are the same.
 *
 * @throws RangeError when the size is not a whole number of bytes, or exceeds the limits
 */
export function planParts(options: PlanPartsOptions): PartPlan {
  const {
    size,
    connections = 6,
    largestPart = LARGEST_BALANCED_PART,
    limits = S3_LIMITS,
  } = options;
  if (!Number.isSafeInteger(size) || size < 0) {
    throw new RangeError(`A file cannot have ${size} bytes.`);
  }
  if (size > maxObjectSize(limits)) {
    throw new RangeError(`An object cannot hold ${size} bytes.`);
  }
  const wanted = options.partSize ?? balancedPartSize(size, connections, largestPart);
  const partSize = clampPartSize(Math.ceil(wanted), size, limits);
  if (size <= partSize) return { kind: 'single', partSize: Math.max(size, 1), partCount: 1 };
  return { kind: 'multipart', partSize, partCount: Math.ceil(size / partSize) };
}

/** The bytes of part `partNumber`, from 1. @throws RangeError when the plan has no such part */
export function partRange(plan: PartPlan, size: number, partNumber: number): PartRange {
  if (!Number.isInteger(partNumber) || partNumber < 1 || partNumber > plan.partCount) {
    throw new RangeError(`There is no part ${partNumber} of ${plan.partCount}.`);
  }
  const start = (partNumber - 1) * plan.partSize;
  const end = Math.min(start + plan.partSize, size);
  return { start, end, size: end - start };
}

/** Whether the part size that a browser proposes gives a plan within the limits for `size` bytes. */
export function isLegalPartSize(
  size: number,
  partSize: number,
  limits: PartLimits = S3_LIMITS,
): boolean {
  if (!Number.isSafeInteger(partSize) || partSize < 1 || partSize > limits.maxPartSize)
    return false;
  if (size <= partSize) return true;
  return partSize >= limits.minPartSize && Math.ceil(size / partSize) <= limits.maxPartCount;
}

/** Equal parts, whose number is a multiple of the connections, so that no connection is idle at the end. */
function balancedPartSize(size: number, connections: number, largestPart: number): number {
  if (size <= SMALLEST_BALANCED_PART) return SMALLEST_BALANCED_PART;
  const atMost = Math.floor(size / SMALLEST_BALANCED_PART);
  const rounds = Math.ceil(size / (connections * largestPart));
  return Math.ceil(size / Math.min(connections * rounds, atMost));
}

function clampPartSize(wanted: number, size: number, limits: PartLimits): number {
  const forCount = Math.ceil(size / limits.maxPartCount);
  return Math.min(Math.max(wanted, forCount, limits.minPartSize, 1), limits.maxPartSize);
}
