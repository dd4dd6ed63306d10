/** One uploader's part in a comparison; the first is the one that all are compared with. */
export interface ContestantResult {
  readonly name: string;
  /** Median of its runs, in milliseconds. */
  readonly ms: number;
  /** Requests to its backend, in one run. */
  readonly requests: number;
  /** Its speed as a share of the first one's, at least. @defaultValue no bar */
  readonly leastRatio?: number | undefined;
  /** @defaultValue no bar */
  readonly mostRequests?: number | undefined;
}

/** Prints a comparison as a Markdown table, and each bar that was missed. Answers whether none was. */
export function reportComparison(
  title: string,
  comparison: {
    readonly contestants: readonly ContestantResult[];
    readonly unit: string;
    /** Of the unit, without its `/s`, that each uploaded. */
    readonly amount: number;
  },
): boolean {
  const { contestants, unit, amount } = comparison;
  const first = contestants[0];
  if (!first) throw new RangeError('A comparison needs contestants.');
  console.log(`\n### ${title}\n`);
  console.log(`| uploader | ${unit} | ratio | bar | requests to the backend |`);
  console.log('| --- | --: | --: | --: | --: |');
  const missed: string[] = [];
  for (const { name, ms, requests, leastRatio, mostRequests } of contestants) {
    const ratio = first.ms / ms;
    const cells = [
      name,
      ((amount * 1_000) / ms).toFixed(1),
      ratio.toFixed(2),
      leastRatio?.toFixed(2) ?? '',
      mostRequests ? `${requests} (at most ${mostRequests})` : `${requests}`,
    ];
    console.log(`| ${cells.join(' | ')} |`);
    if (leastRatio && ratio < leastRatio) missed.push(`${name}: ratio ${ratio.toFixed(3)}`);
    if (mostRequests && requests > mostRequests) missed.push(`${name}: ${requests} requests`);
  }
  for (const line of missed) console.log(`\nMISSED: ${line}.`);
  return missed.length === 0;
}
