import { writeFile } from 'node:fs/promises';
import { drawUpload } from './part-plans/draw-upload.ts';
import { simulateUpload } from './part-plans/simulate-upload.ts';
import { SIMULATED_LINKS, type SimulatedLink } from './part-plans/simulated-link.ts';
import { BARE_LOOP, STRATEGIES, type Strategy } from './part-plans/strategies.ts';
import type { PeerOptions } from './peers.ts';
import { median } from './report.ts';

const SIZE = 256 * 1024 ** 2;
const DRAWS = 40;
const OURS = 'unequal parts that fit';
const DOCS = new URL('../../../docs/', import.meta.url);

/** The least ratio to the bare loop, by the start of the link's name. */
const BARS: Readonly<Record<string, number>> = { even: 1.07, uneven: 1.1, twelve: 1.05, wide: 1.7 };

/**
 * Simulates how long plans of parts take over links whose connections differ in speed, compared with the bare loop over the
 * same link. It draws the pictures of `docs/performance.md`. A simulation cannot replace a measurement, but it shows in a
 * minute how a plan behaves over hundreds of links.
 */
export async function simulatePartPlans({ quick }: PeerOptions): Promise<boolean> {
  const draws = quick ? 5 : DRAWS;
  const missed: string[] = [];
  console.log(`\n### Plans of parts: 256 MiB, times faster than the bare loop in ${draws} draws\n`);
  for (const link of SIMULATED_LINKS) {
    console.log(`\n| ${link.name} | requests | median | worst of 20 | sent twice |`);
    console.log('| --- | ---: | ---: | ---: | ---: |');
    for (const strategy of STRATEGIES) {
      const { ratios, requests, repeated } = compare(link, strategy, draws);
      const middle = median(ratios);
      const worst = ratios.toSorted((a, b) => a - b)[Math.floor(draws / 20)] ?? 0;
      const figures = [requests, middle.toFixed(2), worst.toFixed(2), `${repeated.toFixed(1)} %`];
      console.log(`| ${strategy.name} | ${figures.join(' | ')} |`);
      const bar = BARS[link.name.split(/[: ]/)[0] ?? ''];
      if (strategy.name === OURS && bar !== undefined && middle < bar) missed.push(link.name);
    }
  }
  for (const name of missed) console.log(`\nMISSED: ${name}.`);
  if (!quick) await drawAll();
  return missed.length === 0;
}

function compare(link: SimulatedLink, strategy: Strategy, draws: number) {
  const six = { ...link, shares: link.shares.slice(0, 6) };
  const outcomes = Array.from({ length: draws }, (_, i) => {
    const bare = simulateUpload(SIZE, six, BARE_LOOP, i + 1);
    const { seconds, sent, repeatedBytes } = simulateUpload(SIZE, link, strategy, i + 1);
    return { ratio: bare.seconds / seconds, requests: sent.length, repeatedBytes };
  });
  return {
    ratios: outcomes.map(({ ratio }) => ratio),
    requests: median(outcomes.map(({ requests }) => requests)),
    repeated: (100 * Math.max(...outcomes.map(({ repeatedBytes }) => repeatedBytes))) / SIZE,
  };
}

/** Draws the first two links: even connections, and uneven ones. */
async function drawAll(): Promise<void> {
  for (const [name, link] of [
    ['even', SIMULATED_LINKS[0]] as const,
    ['uneven', SIMULATED_LINKS[1]] as const,
  ]) {
    if (!link) continue;
    const chosen = STRATEGIES.filter(({ name: one }) => one === 'equal parts' || one === OURS);
    const uploads = chosen.map((strategy) => ({
      title: strategy.name,
      outcome: simulateUpload(SIZE, link, strategy, 1),
    }));
    await writeFile(new URL(`parts-${name}.svg`, DOCS), drawUpload(link, uploads));
  }
}
