import type { Random } from '../ports/random.ts';

/** Good enough for jitter and local ids, which are no secrets. */
export const browserRandom: Random = { next: () => Math.random() };
