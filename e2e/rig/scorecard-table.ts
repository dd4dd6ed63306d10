import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { FullConfig, Reporter, Suite, TestCase, TestResult } from '@playwright/test/reporter';
import { areNoted, isSame, notePlayed, type Play, type Played, readPlayed } from './played.ts';
import { securitySection } from './security-table.ts';
import { soakSection } from './soak-section.ts';
import { webKitSection } from './webkit-section.ts';

const HEAD = `# Scorecard

Each row breaks an upload in one way. It runs in a real browser, against the built backend and a real S3 server. A proxy in front
of each server causes the fault.

| mark | meaning                                        |
| ---- | ---------------------------------------------- |
| ✓    | one seed passed                                |
| ✗    | one seed failed                                |
| ·    | one seed has not run with the current code     |
| –    | the browser cannot run this row                |

Every row checks the same invariants. The object has the file's SHA-256, and it is the only object. S3 holds no unfinished
upload. The browser sends no more bytes twice than the row allows. There is one success event and no unhandled rejection. A row
that must fail leaves nothing on S3 and explains the failure in one error.

\`npm run scorecard\` writes this page, and continues an interrupted run. \`npm run scorecard -- R07\` runs one row. R33 needs a
running Ceph: \`node scripts/ceph.mjs --osds=3 -- npm run scorecard\` starts one.
`;

const BROWSERS = ['chromium', 'firefox'];

/**
 * Records each result, and writes the table to the file that `SCORECARD_TABLE` names. It writes after each row, so that
 * an interrupted run shows how far it got.
 */
// biome-ignore lint/style/noDefaultExport: Playwright takes a reporter by its default export.
export default class ScorecardTable implements Reporter {
  #plays: readonly Play[] = [];

  onBegin(_: FullConfig, suite: Suite): void {
    this.#plays = suite.allTests().map(playOf);
    this.#write();
  }

  onTestEnd(test: TestCase, { status }: TestResult): void {
    // A skipped test ran before. The result of an interrupted test is unknown.
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
  // The recorded results, and the rows that this run has not reached.
  const open = plays.filter((play) => !played.some((one) => isSame(one, play)));
  for (const play of [...played, ...open]) {
    const key = `${play.id} ${play.fault}`;
    rows.set(key, [...(rows.get(key) ?? []), play]);
  }
  const sorted = [...rows].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  const head = ['row', 'fault', 'expected result', ...BROWSERS];
  const lines = [head, head.map(() => '---'), ...sorted.map(lineOf)];
  const table = lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  const sections = [reasonsOf(sorted), webKitSection(), securitySection(), soakSection()];
  return [HEAD, versionOf(played), table, ...sections].join('\n');
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
  return `Run at ${[...versions].join('; ')}.\n`;
}

function reasonsOf(rows: readonly (readonly Play[])[]): string {
  const reasons = new Map<string, Set<string>>();
  for (const [play] of rows) {
    if (!play?.chromiumOnly) continue;
    const ids = reasons.get(play.chromiumOnly) ?? new Set();
    reasons.set(play.chromiumOnly, ids.add(play.id));
  }
  const lines = [...reasons].map(([reason, ids]) => `- ${[...ids].join(', ')}: ${reason}.`);
  return lines.length > 0 ? `\nNot run in Firefox:\n\n${lines.join('\n')}\n` : '';
}
