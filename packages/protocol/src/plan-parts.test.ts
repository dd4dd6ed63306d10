import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maxObjectSize, S3_LIMITS } from './limits.ts';
import { isLegalPartSize, partRange } from './part-plan.ts';
import { planParts } from './plan-parts.ts';

const MiB = 1024 ** 2;
const GiB = 1024 ** 3;
const TiB = 1024 ** 4;

/** Sizes over the whole range: a third of any size, a third small, and a third near a limit. */
const sizes = fc.oneof(
  fc.maxSafeNat().map((n) => n % (maxObjectSize() + 1)),
  fc.integer({ min: 0, max: 400 * MiB }),
  fc
    .tuple(
      fc.constantFrom(0, 1, 5 * MiB, 8 * MiB, 48 * MiB, 5 * GiB, maxObjectSize()),
      fc.integer({ min: -2, max: 2 }),
    )
    .map(([edge, delta]) => Math.min(Math.max(edge + delta, 0), maxObjectSize())),
);
const partSizes = fc.option(
  fc.oneof(fc.integer({ min: 1, max: 64 * MiB }), fc.integer({ min: 1, max: 6 * GiB })),
  { nil: undefined },
);
const connections = fc.integer({ min: 1, max: 24 });
const options = fc.record({ size: sizes, partSize: partSizes, connections });

test('the largest object is 48.8 TiB', () => {
  expect(maxObjectSize() / TiB).toBeCloseTo(48.828, 3);
});

describe('for every size from 0 to 48.8 TiB', () => {
  test('the parts cover every byte exactly once', () => {
    fc.assert(
      fc.property(options, (o) => {
        const plan = planParts(o);
        expect(partRange(plan, o.size, 1).start).toBe(0);
        expect(partRange(plan, o.size, plan.partCount).end).toBe(o.size);
        for (const n of someParts(plan.partCount)) {
          const { start, end, size } = partRange(plan, o.size, n);
          expect(size).toBe(end - start);
          if (n > 1) expect(start).toBe(partRange(plan, o.size, n - 1).end);
          if (n < plan.partCount) expect(size).toBe(plan.partSize);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test('the plan is legal on S3', () => {
    fc.assert(
      fc.property(options, (o) => {
        const plan = planParts(o);
        expect(isLegalPartSize(o.size, plan.partSize)).toBe(true);
        expect(plan.partCount).toBeLessThanOrEqual(S3_LIMITS.maxPartCount);
        expect(plan.partSize).toBeLessThanOrEqual(S3_LIMITS.maxPartSize);
        if (plan.kind === 'multipart') {
          expect(plan.partSize).toBeGreaterThanOrEqual(S3_LIMITS.minPartSize);
          expect(plan.partCount).toBeGreaterThan(1);
          expect(partRange(plan, o.size, plan.partCount).size).toBeGreaterThan(0);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test('the planner raises a requested part size when needed, and never lowers it', () => {
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 5 * GiB }), (size, partSize) => {
        const plan = planParts({ size, partSize });
        if (plan.kind === 'multipart') expect(plan.partSize).toBeGreaterThanOrEqual(partSize);
        else expect(size).toBeLessThanOrEqual(Math.max(partSize, S3_LIMITS.minPartSize, 1));
      }),
    );
  });

  test('browser and server make the same plan', () => {
    fc.assert(
      fc.property(options, (o) => {
        const plan = planParts(o);
        expect(planParts({ size: o.size, partSize: plan.partSize })).toEqual(plan);
      }),
    );
  });
});

test('the number of balanced parts is a multiple of the connections, so none is idle at the end', () => {
  fc.assert(
    fc.property(fc.integer({ min: 200 * MiB, max: 200 * GiB }), connections, (size, count) => {
      const { partCount, partSize } = planParts({ size, connections: count });
      expect(partCount % count).toBe(0);
      expect(partSize).toBeLessThanOrEqual(32 * MiB);
      expect(partSize).toBeGreaterThanOrEqual(8 * MiB);
    }),
  );
});

test.each([
  [0, 'single', 1],
  [1, 'single', 1],
  [8 * MiB, 'single', 1],
  [8 * MiB + 1, 'single', 1],
  [16 * MiB, 'multipart', 2],
  [200 * MiB, 'multipart', 12],
  [1 * GiB, 'multipart', 36],
  [5 * GiB, 'multipart', 162],
] as const)('%d bytes make a %s plan of %d parts', (size, kind, partCount) => {
  expect(planParts({ size })).toMatchObject({ kind, partCount });
});

test.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, maxObjectSize() + 1])(
  'a file of %d bytes has no plan',
  (size) => {
    expect(() => planParts({ size })).toThrow(RangeError);
  },
);

test.each([0, -1, 3, 1.5, Number.NaN])('a plan of two parts has no part %d', (partNumber) => {
  const plan = planParts({ size: 10 * MiB, partSize: 5 * MiB });
  expect(() => partRange(plan, 10 * MiB, partNumber)).toThrow(RangeError);
});

test.each([
  [10 * MiB, 5 * MiB, true],
  [10 * MiB, 5 * MiB - 1, false],
  [1, 1, true],
  [0, 1, true],
  [10, 0, false],
  [10, -5, false],
  [10, 1.5, false],
  [10, 5 * GiB + 1, false],
  [50_001 * MiB, 5 * MiB, false],
  [50_000 * MiB, 5 * MiB, true],
])('%d bytes in parts of %d bytes: legal is %s', (size, partSize, legal) => {
  expect(isLegalPartSize(size, partSize)).toBe(legal);
});

function someParts(partCount: number): number[] {
  const all = [1, 2, Math.floor(partCount / 2), partCount - 1, partCount];
  return all.filter((n) => n >= 1 && n <= partCount);
}
