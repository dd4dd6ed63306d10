import { median } from '../report.ts';

/** The result of one uploader in a comparison. The first uploader is the baseline. */
export interface ContestantResult {
  readonly name: string;
  /** The duration of each run in milliseconds, turn by turn. */
  readonly times: readonly number[];
  /** Requests to its backend in one run. */
  readonly requests: number;
  /** The minimum share of the baseline's speed. @defaultValue no bar */
  readonly leastRatio?: number | undefined;
  /** The minimum speed in the comparison's unit. @defaultValue no bar */
  readonly leastSpeed?: number | undefined;
  /** @defaultValue no bar */
  readonly mostRequests?: number | undefined;
}

/** All results of one workload. */
export interface Comparison {
  readonly contestants: readonly ContestantResult[];
  readonly unit: string;
  /** How much each uploader uploaded, in the unit without its `/s`. */
  readonly amount: number;
}

/**
 * Describes a comparison as a Markdown table and lists each missed bar. Ratios are computed within each turn and the
 * median counts, because a machine drifts more than uploaders differ.
 */
export function describeComparison({ contestants, unit, amount }: Comparison): {
  readonly table: string;
  readonly missed: readonly string[];
} {
  const first = contestants[0];
  if (!first) throw new RangeError('A comparison needs contestants.');
  const lines = [
    `| uploader | ${unit} | ratio | bar | requests to the backend |`,
    '| --- | --: | --: | --: | --: |',
  ];
  const missed: string[] = [];
  for (const contestant of contestants) {
    const { name, times, requests, leastRatio, leastSpeed, mostRequests } = contestant;
    const ratio = median(times.map((ms, turn) => (first.times[turn] ?? Number.NaN) / ms));
    const speed = (amount * 1_000) / median(times);
    const bar = leastRatio ? leastRatio.toFixed(2) : leastSpeed ? `${leastSpeed} ${unit}` : '';
    const asked = mostRequests ? `${requests} (at most ${mostRequests})` : `${requests}`;
    lines.push(`| ${[name, speed.toFixed(1), ratio.toFixed(2), bar, asked].join(' | ')} |`);
    if (leastRatio && ratio < leastRatio) missed.push(`${name}: ratio ${ratio.toFixed(3)}`);
    if (leastSpeed && speed < leastSpeed) missed.push(`${name}: ${speed.toFixed(1)} ${unit}`);
    if (mostRequests && requests > mostRequests) missed.push(`${name}: ${requests} requests`);
  }
  return { table: lines.join('\n'), missed };
}
