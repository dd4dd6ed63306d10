import type { Chance } from '../chaos/random.ts';

/** How a client behaves, and how often. */
const WEIGHTS = {
  finish: 72,
  'finish, and ask again': 8,
  abort: 7,
  'complete and abort at once': 5,
  vanish: 8,
} as const;

/** Where a client vanishes. After "in complete" it comes back, and otherwise it never does. */
const VANISHING = [
  'in create',
  'after create',
  'in a part',
  'after the parts',
  'in complete',
] as const;

/** What one client does. */
export type Story =
  | Exclude<keyof typeof WEIGHTS, 'vanish'>
  | `vanish ${(typeof VANISHING)[number]}`;

/** Chooses a story by its weight. */
export function chooseStory(chance: Chance): Story {
  const all = Object.entries(WEIGHTS) as [keyof typeof WEIGHTS, number][];
  let left = chance.next() * all.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [story, weight] of all) {
    left -= weight;
    if (left < 0) return story === 'vanish' ? `vanish ${chance.pick(VANISHING)}` : story;
  }
  return 'finish';
}
