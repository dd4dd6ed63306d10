import { MiB, type PartLimits, S3_LIMITS } from './limits.ts';
import type { PartPlan } from './part-plan.ts';

/** What {@link planSingle} reads. */
export interface SinglePlanOptions {
  /** Bytes. */
  readonly size: number;
  /** Part size in **bytes**. @defaultValue the largest that needs no second part */
  readonly partSize?: number | undefined;
  /** The limits of the store. @defaultValue {@link S3_LIMITS} */
  readonly limits?: PartLimits | undefined;
}

/**
 * Below this size a connection spends more time on preflights and round trips than on bytes. Files smaller than two such
 * parts are a single PUT.
 */
export const SMALLEST_BALANCED_PART = 8 * MiB;

/** The plan of a file that is certainly small enough for one PUT. Others may be, too, over one connection. */
export function planSingle({
  size,
  partSize = 2 * SMALLEST_BALANCED_PART - 1,
  limits = S3_LIMITS,
}: SinglePlanOptions): PartPlan | undefined {
  const { minPartSize, maxPartSize } = limits;
  const isSmall = size <= Math.min(Math.max(partSize, minPartSize), maxPartSize);
  return isSmall ? singleOf(size) : undefined;
}

/** The plan of one PUT. */
export function singleOf(size: number): PartPlan {
  return { kind: 'single', partSize: Math.max(size, 1), partCount: 1 };
}
