import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSeededRandom } from '../testing/index.ts';
import { backoffMs } from './backoff.ts';
import { parseRetryAfter } from './retry-after.ts';

test('waits are random, up to a bound that doubles from 0.5 s to 30 s', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50 }), fc.integer(), (attempt, seed) => {
      const waitMs = backoffMs(attempt, createSeededRandom(seed));
      expect(waitMs).toBeGreaterThanOrEqual(0);
      expect(waitMs).toBeLessThan(Math.min(500 * 2 ** (attempt - 1), 30_000));
    }),
  );
});

test('the jitter is full: waits come near zero and near the bound', () => {
  const random = createSeededRandom(7);
  const waits = Array.from({ length: 500 }, () => backoffMs(3, random));
  expect(Math.min(...waits)).toBeLessThan(50);
  expect(Math.max(...waits)).toBeGreaterThan(1_950);
});

test('a wait is never shorter than the server asked for, up to two minutes', () => {
  expect(backoffMs(1, { next: () => 0 }, 7_000)).toBe(7_000);
  expect(backoffMs(1, { next: () => 0 }, 3_600_000)).toBe(120_000);
});

test.each([
  ['3', 3_000],
  ['0', undefined],
  ['Thu, 01 Jan 1970 00:00:10 GMT', undefined],
  ['soon', undefined],
  ['', undefined],
  [null, undefined],
])('Retry-After %j is %s ms', (value, ms) => {
  expect(parseRetryAfter(value)).toBe(ms);
});
