import type { Random } from '../ports/random.ts';

/** Good enough for jitter and local names; nothing secret is made of it. */
export const browserRandom: Random = { next: () => Math.random() };
