import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createLinkQuality } from './link-quality.ts';

const MiB = 1024 ** 2;
const never = () => false;

/** Reports a part of 8 MiB that was sent at this many bytes per second. */
const msFor = (bytesPerSecond: number) => (8 * MiB * 1_000) / bytesPerSecond;

test('an unused link has no part size', () => {
  expect(createLinkQuality(never).largestPart).toBeUndefined();
});

test('a network that the device reports as slow starts with the smallest parts', () => {
  expect(createLinkQuality(() => true).largestPart).toBe(8 * MiB);
});

test('a measured speed counts more than the report of the device', () => {
  const link = createLinkQuality(() => true);
  link.sent(8 * MiB, msFor(100e6));
  expect(link.largestPart).toBe(64 * MiB);
});

describe('a part takes about ten seconds at most', () => {
  test.each([
    ['100 MB/s', 100e6, 64 * MiB],
    ['5 MB/s', 5e6, 50e6],
    ['1 MB/s', 1e6, 10e6],
    ['0.1 MB/s', 0.1e6, 8 * MiB],
  ])('so parts over connections of %s have the right size', (_, bytesPerSecond, largest) => {
    const link = createLinkQuality(never);
    link.sent(8 * MiB, msFor(bytesPerSecond));
    expect(link.largestPart).toBeCloseTo(largest, 0);
  });
});

test('so parts shrink when the link gets slower', () => {
  const link = createLinkQuality(never);
  link.sent(8 * MiB, msFor(100e6));
  for (let i = 0; i < 20; i++) link.sent(8 * MiB, msFor(1e6));
  expect(link.largestPart).toBeLessThan(12 * MiB);
});

test('each loss in a row halves the parts, and parts that succeed make up for it', () => {
  const link = createLinkQuality(never);
  link.sent(64 * MiB, 100);
  link.lost();
  expect(link.largestPart).toBe(32 * MiB);
  link.lost();
  expect(link.largestPart).toBe(16 * MiB);
  for (let i = 0; i < 16; i++) link.sent(64 * MiB, 100);
  expect(link.largestPart).toBe(64 * MiB);
});

test('losing the first part makes the next parts small', () => {
  const link = createLinkQuality(never);
  link.lost();
  expect(link.largestPart).toBe(8 * MiB);
});

test('small files do not affect the speed, because they are mostly round trips', () => {
  const link = createLinkQuality(never);
  link.sent(20 * 1024, 90);
  expect(link.largestPart).toBeUndefined();
});

test('parts stay between 8 and 64 MiB, whatever happens', () => {
  const events = fc.array(
    fc.oneof(
      fc.constant('lost' as const),
      fc.record({ bytes: fc.nat(5e9), elapsedMs: fc.nat(1e7) }),
    ),
  );
  fc.assert(
    fc.property(events, (list) => {
      const link = createLinkQuality(never);
      for (const event of list) {
        if (event === 'lost') link.lost();
        else link.sent(event.bytes, event.elapsedMs);
      }
      const { largestPart = 8 * MiB } = link;
      expect(largestPart).toBeGreaterThanOrEqual(8 * MiB);
      expect(largestPart).toBeLessThanOrEqual(64 * MiB);
    }),
  );
});
