import { writeFileSync } from 'node:fs';
import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter';

/** Results of one row by browser, then by seed. */
interface Line {
  readonly fault: string;
  readonly expected: string;
  readonly results: Map<string, Map<number, boolean>>;
}

const HEAD = `# Scorecard

What is done to an upload, and what came of it: every row in a real browser, against the built backend and a
real S3 server, each behind a proxy that makes the fault. A ✓ is one seed, a ✗ one that failed; a browser that
cannot be brought into a row has none. Standing invariants of every row: the object has the file's SHA-256, it
is the only one, nothing unfinished is left, no more is sent in vain than the row allows, there is one success
event and no unhandled rejection. A row that has to fail leaves nothing at S3 and says why in one error.

Made by \`npm run scorecard\`; \`npm run scorecard -- R07\` plays one row.
`;

/** Writes the table of the scorecard to the file that `SCORECARD_TABLE` names. */
// biome-ignore lint/style/noDefaultExport: Playwright takes a reporter by its default export.
export default class ScorecardTable implements Reporter {
  readonly #lines = new Map<string, Line>();

  onTestEnd(test: TestCase, result: TestResult): void {
    const noted = (type: string) =>
      test.annotations.find((annotation) => annotation.type === type)?.description ?? '';
    const key = `${noted('id')} ${noted('fault')}`;
    const { fault, expected, results } = this.#lines.get(key) ?? {
      fault: noted('fault'),
      expected: noted('expected'),
      results: new Map<string, Map<number, boolean>>(),
    };
    const browser = test.parent.project()?.name ?? '';
    const bySeed = results.get(browser) ?? new Map<number, boolean>();
    bySeed.set(Number(noted('seed')), result.status === 'passed');
    results.set(browser, bySeed);
    this.#lines.set(key, { fault, expected, results });
  }

  onEnd(): void {
    const file = process.env.SCORECARD_TABLE;
    if (!file) return;
    const browsers = ['chromium', 'firefox'];
    const rows = [...this.#lines]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, { fault, expected, results }]) => {
        const marks = browsers.map((browser) => marksOf(results.get(browser)));
        return `| ${[key.slice(0, 3), fault, expected, ...marks].join(' | ')} |`;
      });
    const head = ['row', 'what is done', 'what has to come of it', ...browsers];
    const rule = head.map(() => '---');
    const table = [`| ${head.join(' | ')} |`, `| ${rule.join(' | ')} |`, ...rows];
    writeFileSync(file, `${HEAD}\n${table.join('\n')}\n`);
  }
}

function marksOf(bySeed: ReadonlyMap<number, boolean> = new Map()): string {
  const seeds = [...bySeed].toSorted(([a], [b]) => a - b);
  return seeds.map(([, passed]) => (passed ? '✓' : '✗')).join('') || '–';
}
