import { describe, expect, test } from 'vitest';
import { simulateUpload } from './simulate-upload.ts';
import { SIMULATED_LINKS } from './simulated-link.ts';
import { BARE_LOOP, STRATEGIES } from './strategies.ts';

const SIZE = 256 * 1024 ** 2;

/** How many times faster than six parallel PUTs of 16 MiB, in one draw of the link. */
function ratioOf(strategyName: string, linkName: string): number {
  const strategy = STRATEGIES.find(({ name }) => name === strategyName);
  const link = SIMULATED_LINKS.find(({ name }) => name.startsWith(linkName));
  if (!strategy || !link) throw new Error('There is no such strategy or link.');
  const six = { ...link, shares: link.shares.slice(0, 6) };
  const bare = simulateUpload(SIZE, six, BARE_LOOP, 1);
  return bare.seconds / simulateUpload(SIZE, link, strategy, 1).seconds;
}

// The plan and the choice of parts are those of the uploader. The time is simulated, so these figures are always the same.
describe('compared with six parallel PUTs, the uploader is', () => {
  test.each([
    ['even: six', 1.07],
    ['uneven', 1.1],
    ['one connection at a quarter', 1.05],
    ['wide', 1.9],
  ])('over the link "%s" at least %d times as fast', (link, least) => {
    expect(ratioOf('unequal parts that fit', link)).toBeGreaterThan(least);
  });
});

test('equal parts, or parts in their order, are slower where connections differ', () => {
  const fitting = ratioOf('unequal parts that fit', 'uneven');
  expect(ratioOf('equal parts', 'uneven')).toBeLessThan(0.9 * fitting);
  expect(ratioOf('unequal parts, in order', 'uneven')).toBeLessThan(0.9 * fitting);
});
