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

/** The bytes `[start, end)` of the file that make up one part. */
export interface PartRange {
  readonly start: number;
  readonly end: number;
  readonly size: number;
}

/** What {@link planParts} needs to know. */
export interface PlanPartsOptions {
  /** Size of the file in bytes. */
  readonly size: number;
  /**
   * Part size in **bytes**. Raised when needed to stay within `limits`, never lowered.
   *
   * @defaultValue balanced: equal parts of 8 to 32 MiB, a multiple of `connections` in number.
   */
  readonly partSize?: number | undefined;
  /** Connections that will send the parts side by side. Only used when `partSize` is left out. @defaultValue 6 */
  readonly connections?: number | undefined;
  /** Bytes that balanced parts have at most, for links that are known. @defaultValue 32 MiB */
  readonly largestPart?: number | undefined;
  /** @defaultValue {@link S3_LIMITS} */
  readonly limits?: PartLimits | undefined;
}

/**
 * Below this a connection spends more time on preflights and round trips than on bytes; files up
 * to this size are a single PUT.
 */
const SMALLEST_BALANCED_PART = 8 * MiB;

/**
 * Above this, too much is lost over an ordinary link when a part has to be sent again: bytes count as done only at the
 * answer to their part. Larger parts gain some 5 % of throughput, and only where the link is fast.
 */
const LARGEST_BALANCED_PART = 32 * MiB;

/**
 * Plans the parts of a file: every byte belongs to exactly one part, within the limits of S3.
 * Browser and server run the same function, so that they cannot disagree.
 *
 * @throws RangeError when the size is not a whole number of bytes, or no plan within the limits exists.
 */
export function planParts(options: PlanPartsOptions): PartPlan {
  const {
    size,
    connections = 6,
    largestPart = LARGEST_BALANCED_PART,
    limits = S3_LIMITS,
  } = options;
  if (!Number.isSafeInteger(size) || size < 0) {
    throw new RangeError(`A file can't be of ${size} bytes.`);
  }
  if (size > maxObjectSize(limits)) {
    throw new RangeError(`An object can't hold ${size} bytes.`);
  }
  const wanted = options.partSize ?? balancedPartSize(size, connections, largestPart);
  const partSize = clampPartSize(Math.ceil(wanted), size, limits);
  if (size <= partSize) return { kind: 'single', partSize: Math.max(size, 1), partCount: 1 };
  return { kind: 'multipart', partSize, partCount: Math.ceil(size / partSize) };
}

/** The bytes of part `partNumber` (from 1). @throws RangeError when the plan has no such part. */
export function partRange(plan: PartPlan, size: number, partNumber: number): PartRange {
  if (!Number.isInteger(partNumber) || partNumber < 1 || partNumber > plan.partCount) {
    throw new RangeError(`There is no part ${partNumber} of ${plan.partCount}.`);
  }
  const start = (partNumber - 1) * plan.partSize;
  const end = Math.min(start + plan.partSize, size);
  return { start, end, size: end - start };
}

/**
 * Says whether a part size proposed by a browser yields a legal multipart plan for `size` bytes.
 */
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

/** Equal parts, a multiple of the connections in number, so that no connection idles at the end. */
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
