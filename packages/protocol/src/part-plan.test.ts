import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maxObjectSize, S3_LIMITS } from './limits.ts';
import { areLegalRuns, isSamePlan, MAX_PART_RUNS, type PartPlan, partRange } from './part-plan.ts';
import { planParts } from './plan-parts.ts';

const MiB = 1024 ** 2;
const GiB = 1024 ** 3;

const sizes = fc.oneof(
  fc.maxSafeNat().map((n) => n % (maxObjectSize() + 1)),
  fc.integer({ min: 0, max: 2 * GiB }),
);
const options = fc.record({
  size: sizes,
  connections: fc.integer({ min: 1, max: 24 }),
  largestPart: fc.integer({ min: 8 * MiB, max: 64 * MiB }),
  equalParts: fc.constant(false),
});

const sizesOf = (plan: PartPlan, size: number) =>
  Array.from({ length: plan.partCount }, (_, i) => partRange(plan, size, i + 1).size);

const runsOf = (plan: PartPlan) => (plan.kind === 'multipart' ? plan.runs : undefined);

describe('if parts may differ, for every size from 0 to 48.8 TiB', () => {
  test('the parts cover every byte exactly once, and are legal on S3', () => {
    fc.assert(
      fc.property(options, (o) => {
        const plan = planParts(o);
        expect(plan.partCount).toBeLessThanOrEqual(S3_LIMITS.maxPartCount);
        let end = 0;
        for (let n = 1; n <= plan.partCount; n++) {
          const part = partRange(plan, o.size, n);
          // Plain comparisons: a plan can have ten thousand parts.
          if (part.start !== end || part.size > plan.partSize) throw new Error(`part ${n}`);
          if (n < plan.partCount && part.size < S3_LIMITS.minPartSize) throw new Error(`part ${n}`);
          end = part.end;
        }
        expect(end).toBe(o.size);
      }),
      { numRuns: 400 },
    );
  });

  test('the server accepts the plan and makes the same one from its runs', () => {
    fc.assert(
      fc.property(options, (o) => {
        const plan = planParts(o);
        const { partSize } = plan;
        const runs = runsOf(plan);
        if (runs) expect(areLegalRuns(o.size, partSize, runs)).toBe(true);
        expect(planParts({ size: o.size, partSize, runs })).toEqual(plan);
      }),
    );
  });

  test('no part is larger than the link can bear', () => {
    fc.assert(
      fc.property(options, (o) => {
        const plan = planParts(o);
        if (runsOf(plan) && o.size < 40 * GiB) {
          expect(plan.partSize).toBeLessThanOrEqual(o.largestPart);
        }
      }),
    );
  });
});

test('a file whose large parts would be smaller than S3 allows has equal parts', () => {
  const plan = planParts({
    size: 95 * MiB + 1,
    connections: 5,
    largestPart: 8 * MiB,
    equalParts: false,
  });
  expect(runsOf(plan)).toBeUndefined();
  expect(Math.min(...sizesOf(plan, 95 * MiB + 1).slice(0, -1))).toBeGreaterThanOrEqual(5 * MiB);
});

test('256 MiB start with a small part for each connection, and shrink to the smallest part of S3', () => {
  const plan = planParts({ size: 256 * MiB, equalParts: false });
  const parts = sizesOf(plan, 256 * MiB);
  expect(parts).toHaveLength(18);
  expect(parts.slice(0, 6)).toEqual(Array.from({ length: 6 }, () => 6 * MiB));
  const shrinking = parts.slice(6);
  expect(shrinking).toEqual(shrinking.toSorted((a, b) => b - a));
  expect(shrinking[0]).toBeGreaterThan(30 * MiB);
  expect(shrinking.at(-1)).toBeLessThan(5.1 * MiB);
});

test('the parts of equally fast connections end together', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 100 * MiB, max: 20 * GiB }),
      fc.integer({ min: 2, max: 12 }),
      (size, connections) => {
        const plan = planParts({ size, connections, equalParts: false });
        if (!runsOf(plan)) return;
        const lanes = Array.from({ length: connections }, () => 0);
        for (const bytes of sizesOf(plan, size)) {
          const first = lanes.indexOf(Math.min(...lanes));
          lanes[first] = (lanes[first] ?? 0) + bytes;
        }
        expect(Math.max(...lanes) - Math.min(...lanes)).toBeLessThan(MiB);
      },
    ),
    { numRuns: 60 },
  );
});

test.each([
  ['a store that wants equal parts', { equalParts: true }],
  ['a part size that was asked for', { equalParts: false, partSize: 16 * MiB }],
  ['a browser that does not know the store', {}],
])('%s has equal parts', (_, o) => {
  expect(runsOf(planParts({ size: 256 * MiB, ...o }))).toBeUndefined();
});

test('a file of a few parts has equal parts, one for each connection', () => {
  expect(planParts({ size: 48 * MiB, equalParts: false })).toEqual(planParts({ size: 48 * MiB }));
});

const RUNS = [
  { count: 2, size: 6 * MiB },
  { count: 3, size: 20 * MiB, step: 5 * MiB },
];
const RUNS_SIZE = 57 * MiB;

test('each further part of a run is smaller by its step', () => {
  expect(areLegalRuns(RUNS_SIZE, 20 * MiB, RUNS)).toBe(true);
  const plan = planParts({ size: RUNS_SIZE, partSize: 20 * MiB, runs: RUNS });
  expect(sizesOf(plan, RUNS_SIZE).map((bytes) => bytes / MiB)).toEqual([6, 6, 20, 15, 10]);
});

test.each([
  ['leave bytes over', 68 * MiB, 20 * MiB, RUNS],
  ['have a part without bytes', 47 * MiB, 20 * MiB, RUNS],
  ['are not as large as the part size says', RUNS_SIZE, 21 * MiB, RUNS],
  ['are larger than the part size says', RUNS_SIZE, 19 * MiB, RUNS],
  ['have a part below 5 MiB', 30 * MiB, 15 * MiB, [{ count: 4, size: 15 * MiB, step: 4 * MiB }]],
  ['have half a part', 15 * MiB, 6 * MiB, [{ count: 2.5, size: 6 * MiB }]],
  ['grow', 40 * MiB, 12 * MiB, [{ count: 4, size: 12 * MiB, step: -1 }]],
  ['are one part', 10 * MiB, 10 * MiB, [{ count: 1, size: 10 * MiB }]],
  ['are more than 10,000', 10_001 * 5 * MiB, 5 * MiB, [{ count: 10_001, size: 5 * MiB }]],
  ['exceed 5 GiB', 12 * GiB, 6 * GiB, [{ count: 2, size: 6 * GiB }]],
  ['count beyond numbers', GiB, 5 * MiB, [{ count: Number.MAX_SAFE_INTEGER, size: 5 * MiB }]],
  [
    'are too many',
    (MAX_PART_RUNS + 1) * 5 * MiB,
    5 * MiB,
    Array.from({ length: MAX_PART_RUNS + 1 }, () => ({ count: 1, size: 5 * MiB })),
  ],
  ['are none', 0, 5 * MiB, []],
])('runs are refused that %s', (_, size, partSize, runs) => {
  expect(areLegalRuns(size, partSize, runs)).toBe(false);
});

test('plans are the same if their parts are', () => {
  const plan = planParts({ size: 256 * MiB, equalParts: false });
  const equal = planParts({ size: 256 * MiB, partSize: plan.partSize });
  expect(isSamePlan(plan, structuredClone(plan))).toBe(true);
  expect(isSamePlan(plan, equal)).toBe(false);
  expect(isSamePlan(equal, planParts({ size: 256 * MiB, partSize: plan.partSize }))).toBe(true);
});
