import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { FullConfig, Reporter, Suite, TestCase, TestResult } from '@playwright/test/reporter';
import { areNoted, isSame, notePlayed, type Play, type Played, readPlayed } from './played.ts';

const HEAD = `# Scorecard

What is done to an upload, and what came of it: every row in a real browser, against the built backend and a
real S3 server, each behind a proxy that makes the fault. A ✓ is one seed, a ✗ one that failed, a · one that was not
played with the code as it is; a – means that the browser cannot be brought into the row. Standing invariants of every
row: the object has the file's SHA-256, it is the only one, nothing unfinished is left, no more is sent in vain than the
row allows, there is one success event and no unhandled rejection. A row that has to fail leaves nothing at S3 and says
why in one error.

Made by \`npm run scorecard\`, which goes on where it was broken off; \`npm run scorecard -- R07\` plays one row. R33
needs a Ceph beside it: \`node scripts/ceph.mjs --osds=3 -- npm run scorecard\` boots one.
`;

const BROWSERS = ['chromium', 'firefox'];

/**
 * Notes what is played and writes the table to the file that `SCORECARD_TABLE` names, after each row: a run that is
 * broken off has told what it got to.
 */
// biome-ignore lint/style/noDefaultExport: Playwright takes a reporter by its default export.
export default class ScorecardTable implements Reporter {
  #plays: readonly Play[] = [];

  onBegin(_: FullConfig, suite: Suite): void {
    this.#plays = suite.allTests().map(playOf);
    this.#write();
  }

  onTestEnd(test: TestCase, { status }: TestResult): void {
    // What was skipped was played before; of what was interrupted nobody knows how it would have ended.
    if (status === 'skipped' || status === 'interrupted') return;
    notePlayed(playOf(test), status === 'passed');
    this.#write();
  }

  #write(): void {
    const { SCORECARD_TABLE: table } = process.env;
    if (areNoted && table) writeFileSync(table, tableOf(this.#plays, readPlayed()));
  }
}

function playOf(test: TestCase): Play {
  const noted = (type: string) =>
    test.annotations.find((annotation) => annotation.type === type)?.description ?? '';
  const [, browser = '', spec = ''] = test.titlePath();
  return {
    id: noted('id'),
    fault: noted('fault'),
    expected: noted('expected'),
    chromiumOnly: noted('chromium only'),
    seed: Number(noted('seed')),
    browser,
    spec: basename(spec),
  };
}

function tableOf(plays: readonly Play[], played: readonly Played[]): string {
  const rows = new Map<string, (Play | Played)[]>();
  // What was played, and what this run has before it.
  const open = plays.filter((play) => !played.some((one) => isSame(one, play)));
  for (const play of [...played, ...open]) {
    const key = `${play.id} ${play.fault}`;
    rows.set(key, [...(rows.get(key) ?? []), play]);
  }
  const sorted = [...rows].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  const head = ['row', 'what is done', 'what has to come of it', ...BROWSERS];
  const lines = [head, head.map(() => '---'), ...sorted.map(lineOf)];
  const table = lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  return [HEAD, versionOf(played), table, reasonsOf(sorted)].join('\n');
}

function lineOf(row: readonly (Play | Played)[]): readonly string[] {
  const marks = BROWSERS.map((name) => {
    const seeds = row.filter(({ browser }) => browser === name).toSorted((a, b) => a.seed - b.seed);
    return seeds.map(markOf).join('') || '–';
  });
  const [{ id, fault, expected }] = row as [Play];
  return [id, fault, expected, ...marks];
}

function markOf(play: Play | Played): string {
  if (!('passed' in play)) return '·';
  return play.passed ? '✓' : '✗';
}

function versionOf(played: readonly Played[]): string {
  const versions = new Set(played.map(({ version }) => version).filter(Boolean));
  if (versions.size === 0) return '';
  return `Played at ${[...versions].join('; ')}.\n`;
}

function reasonsOf(rows: readonly (readonly Play[])[]): string {
  const reasons = new Map<string, Set<string>>();
  for (const [play] of rows) {
    if (!play?.chromiumOnly) continue;
    const ids = reasons.get(play.chromiumOnly) ?? new Set();
    reasons.set(play.chromiumOnly, ids.add(play.id));
  }
  const lines = [...reasons].map(([reason, ids]) => `- ${[...ids].join(', ')}: ${reason}.`);
  return lines.length > 0 ? `\nNot played in Firefox:\n\n${lines.join('\n')}\n` : '';
}
