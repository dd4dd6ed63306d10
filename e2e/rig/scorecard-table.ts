import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter';

/** One row, played once. */
interface Played {
  readonly id: string;
  readonly fault: string;
  readonly expected: string;
  readonly browser: string;
  readonly seed: number;
  readonly passed: boolean;
}

const HEAD = `# Scorecard

What is done to an upload, and what came of it: every row in a real browser, against the built backend and a
real S3 server, each behind a proxy that makes the fault. A ✓ is one seed, a ✗ one that failed; a – means that the
browser cannot be brought into the row, or did not play it. Standing invariants of every row: the object has the file's SHA-256, it
is the only one, nothing unfinished is left, no more is sent in vain than the row allows, there is one success
event and no unhandled rejection. A row that has to fail leaves nothing at S3 and says why in one error.

Made by \`npm run scorecard\`; \`npm run scorecard -- R07\` plays one row.
`;

const BROWSERS = ['chromium', 'firefox'];

/**
 * Adds what was played to the JSON file that `SCORECARD_RESULTS` names, and writes the table of all that is in there
 * to the one that `SCORECARD_TABLE` names: so a long run can be had in pieces.
 */
// biome-ignore lint/style/noDefaultExport: Playwright takes a reporter by its default export.
export default class ScorecardTable implements Reporter {
  readonly #played: Played[] = [];

  onTestEnd(test: TestCase, { status }: TestResult): void {
    const noted = (type: string) =>
      test.annotations.find((annotation) => annotation.type === type)?.description ?? '';
    this.#played.push({
      id: noted('id'),
      fault: noted('fault'),
      expected: noted('expected'),
      browser: test.parent.project()?.name ?? '',
      seed: Number(noted('seed')),
      passed: status === 'passed',
    });
    this.#write(); // After each row: a run that is broken off has told what it got to.
  }

  #write(): void {
    const { SCORECARD_RESULTS: results, SCORECARD_TABLE: table } = process.env;
    const all = merge(results && existsSync(results) ? read(results) : [], this.#played);
    if (results) writeFileSync(results, JSON.stringify(all, undefined, 2));
    if (table) writeFileSync(table, `${HEAD}\n${tableOf(all)}\n`);
  }
}

function read(file: string): readonly Played[] {
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** What was played again replaces what was there. */
function merge(before: readonly Played[], now: readonly Played[]): readonly Played[] {
  const keyOf = ({ id, fault, browser, seed }: Played) => `${id} ${fault} ${browser} ${seed}`;
  return [...new Map([...before, ...now].map((played) => [keyOf(played), played])).values()];
}

function tableOf(all: readonly Played[]): string {
  const rows = new Map<string, Played[]>();
  for (const played of all) {
    const key = `${played.id} ${played.fault}`;
    rows.set(key, [...(rows.get(key) ?? []), played]);
  }
  const lines = [...rows].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => lineOf(row));
  const head = ['row', 'what is done', 'what has to come of it', ...BROWSERS];
  return [head, head.map(() => '---'), ...lines]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

function lineOf(row: readonly Played[]): readonly string[] {
  const marks = BROWSERS.map((name) => {
    const seeds = row.filter(({ browser }) => browser === name).toSorted((a, b) => a.seed - b.seed);
    return seeds.map(({ passed }) => (passed ? '✓' : '✗')).join('') || '–';
  });
  const [{ id, fault, expected }] = row as [Played];
  return [id, fault, expected, ...marks];
}
