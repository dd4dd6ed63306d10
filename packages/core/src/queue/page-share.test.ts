import { expect, test } from 'vitest';
import { createPageShare, type PageShare } from './page-share.ts';

/** Uploaders of one page, and how often each was asked to look for work. */
function setUp(count: number) {
  const page = { users: new Set<never>() };
  const active = Array.from({ length: count }, () => true);
  const pokes = Array.from({ length: count }, () => 0);
  const shares = active.map((_, i) =>
    createPageShare(page, {
      isActive: () => active[i] ?? false,
      poke: () => {
        pokes[i] = (pokes[i] ?? 0) + 1;
      },
    }),
  );
  return { shares, active, pokes };
}

const WAY = 'false s3.test';

function takeAll(share: PageShare | undefined): number {
  const taken = Math.max(0, share?.free(WAY, 6) ?? 0);
  for (let i = 0; i < taken; i++) share?.count(WAY, 1);
  return taken;
}

test('one uploader may use all connections', () => {
  const { shares } = setUp(1);
  shares[0]?.enter();
  expect(takeAll(shares[0])).toBe(6);
});

test('uploaders with uploads under way get equal shares, and never more than there are', () => {
  const { shares } = setUp(4);
  for (const share of shares) share.enter();
  expect(shares.map(takeAll)).toEqual([2, 2, 2, 0]);
});

test('an uploader that begins later gets its share as soon as connections are free', () => {
  const { shares, pokes } = setUp(2);
  const [first, second] = shares;
  first?.enter();
  expect(takeAll(first)).toBe(6);
  second?.enter();
  expect(second?.free(WAY, 6)).toBe(0);
  for (let i = 0; i < 3; i++) first?.count(WAY, -1);
  expect(pokes).toEqual([0, 3]);
  expect(first?.free(WAY, 6)).toBe(0);
  expect(takeAll(second)).toBe(3);
});

test('an uploader whose uploads have ended leaves its share to the others', () => {
  const { shares, active } = setUp(2);
  for (const share of shares) share.enter();
  active[1] = false;
  expect(takeAll(shares[0])).toBe(6);
});

test('each way to the storage is shared on its own', () => {
  const { shares } = setUp(1);
  shares[0]?.enter();
  takeAll(shares[0]);
  expect(shares[0]?.free('true s3.test', 6)).toBe(6);
});
