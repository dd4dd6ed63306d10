import { createSeededRandom } from '../../../packages/core/src/testing/seeded-random.ts';

/** A seeded source of chance, so that a run can be repeated. */
export interface Chance {
  /** From 0 to 1, without 1. */
  next(): number;
  /** A whole number from `min` to `max`. */
  between(min: number, max: number): number;
  pick<Item>(items: readonly Item[]): Item;
}

/** The same chance for the same seed. */
export function createChance(seed: number): Chance {
  const { next } = createSeededRandom(seed);
  const between = (min: number, max: number) => min + Math.floor(next() * (max - min + 1));
  return {
    next,
    between,
    pick: (items) => items[between(0, items.length - 1)] as (typeof items)[number],
  };
}
