import { maxObjectSize, type PartLimits, S3_LIMITS } from './limits.ts';

/** Consecutive parts of a plan. */
export interface PartRun {
  /** How many parts the run has. @integer from 1 */
  readonly count: number;
  /** Bytes of the first part of the run. @integer from 1 */
  readonly size: number;
  /** How many bytes smaller each further part is. @integer from 0 @defaultValue 0 */
  readonly step?: number | undefined;
}

/**
 * How one file is split. A `single` plan is one `PutObject`. In a `multipart` plan without `runs` all parts have `partSize`
 * bytes. With `runs` they have the sizes of the runs. In both, the last part of the file has the bytes that are left.
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
      /** Bytes of the largest part. @integer from 0 */
      readonly partSize: number;
      /** How many parts the file has. @integer from 1 */
      readonly partCount: number;
      /** The sizes of all parts, in their order. Left out if they are equal. */
      readonly runs?: readonly PartRun[] | undefined;
    };

/** The bytes of one part: `[start, end)` of the file. */
export interface PartRange {
  readonly start: number;
  readonly end: number;
  readonly size: number;
}

/** Most runs of one plan. */
export const MAX_PART_RUNS = 8;

/** The bytes of part `partNumber`, from 1. @throws RangeError when the plan has no such part */
export function partRange(plan: PartPlan, size: number, partNumber: number): PartRange {
  const { partCount, partSize } = plan;
  if (!Number.isInteger(partNumber) || partNumber < 1 || partNumber > partCount) {
    throw new RangeError(`There is no part ${partNumber} of ${partCount}.`);
  }
  const runs = runsOf(plan) ?? [{ count: partCount, size: partSize }];
  let start = 0;
  let end = 0;
  let left = partNumber;
  for (const run of runs) {
    const count = Math.min(left, run.count);
    start = end + bytesOf(run, count - 1);
    end += bytesOf(run, count);
    left -= count;
    if (left === 0) break;
  }
  if (partNumber === partCount) end = size;
  return { start, end, size: end - start };
}

function runsOf(plan: PartPlan): readonly PartRun[] | undefined {
  return plan.kind === 'multipart' ? plan.runs : undefined;
}

/** The bytes of the first `count` parts of a run. */
function bytesOf({ size, step = 0 }: PartRun, count: number): number {
  return count * size - (step * count * (count - 1)) / 2;
}

/** How many parts the runs have together. */
export function countParts(runs: readonly PartRun[]): number {
  return runs.reduce((sum, { count }) => sum + count, 0);
}

/** Whether two plans split a file in the same way. */
export function isSamePlan(one: PartPlan, other: PartPlan): boolean {
  const facts = (plan: PartPlan) => [
    plan.partSize,
    plan.partCount,
    ...(runsOf(plan) ?? []).flatMap(({ count, size, step = 0 }) => [count, size, step]),
  ];
  return facts(one).join() === facts(other).join();
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

/**
 * Whether the runs that a browser proposes give a plan within the limits for `size` bytes, whose largest part has
 * `partSize` bytes.
 */
export function areLegalRuns(
  size: number,
  partSize: number,
  runs: readonly PartRun[],
  limits: PartLimits = S3_LIMITS,
): boolean {
  const { minPartSize, maxPartSize, maxPartCount } = limits;
  const partCount = countParts(runs);
  const isLegal = ({ count, size: first, step = 0 }: PartRun) =>
    [count, first, step].every(Number.isSafeInteger) &&
    count >= 1 &&
    step >= 0 &&
    first <= partSize &&
    first - step * (count - 1) >= minPartSize;
  if (partCount < 2 || partCount > maxPartCount || runs.length > MAX_PART_RUNS) return false;
  if (!runs.every(isLegal) || !runs.some((run) => run.size === partSize)) return false;
  if (partSize > maxPartSize || size > maxObjectSize(limits)) return false;
  const last = partRange({ kind: 'multipart', partSize, partCount, runs }, size, partCount);
  // Only the rounding of the steps may make the last part larger than its run says.
  return last.size >= 1 && last.size <= partSize;
}
