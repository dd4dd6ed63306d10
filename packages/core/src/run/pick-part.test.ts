import { type PresignedPart, planParts } from '@slipway/protocol';
import { expect, test } from 'vitest';
import type { Connection } from '../queue/ways.ts';
import { createPickPart } from './pick-part.ts';

const MiB = 1024 ** 2;
const size = 50 * MiB;
/** Parts of 6, 6, 14, 11, 8 and 5 MiB. */
const plan = planParts({ size, connections: 2, equalParts: false });

const ready: readonly PresignedPart[] = [3, 4, 5, 6].map((partNumber) => ({
  partNumber,
  url: 'https://s3.test/',
  headers: {},
  expiresInSeconds: 900,
}));

function pickFor(next: Connection | undefined, known: readonly Connection[] = []) {
  const ways = { connections: 2, known: new Set(known), next: () => next };
  const ledger = { doneBytes: 12 * MiB, loaded: 12 * MiB };
  return createPickPart({ file: { size }, ways }, { created: { plan }, ledger })(ready)?.partNumber;
}

test('a new connection gets the smallest part, because it may be slow', () => {
  expect(pickFor(undefined)).toBe(6);
});

test('a fast connection gets the first part, and a slow one gets the first that fits its speed', () => {
  const [fast, slow] = [{ speed: 300 }, { speed: 100 }];
  expect(pickFor(fast, [fast, slow])).toBe(3);
  expect(pickFor(slow, [fast, slow])).toBe(5);
});
