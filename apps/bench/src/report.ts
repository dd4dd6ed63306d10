/** One measured figure and its bar. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly bar?: { readonly atLeast: number } | { readonly atMost: number };
}

/** Prints figures as a Markdown table. Returns whether every bar is cleared. */
export function report(title: string, figures: readonly Figure[]): boolean {
  console.log(`\n### ${title}\n\n| figure | measured | bar | |\n| --- | --- | --- | --- |`);
  for (const { name, value, unit, bar } of figures) {
    const verdict = bar ? (clears(value, bar) ? 'holds' : 'MISSED') : '';
    console.log(`| ${name} | ${format(value)} ${unit} | ${describe(bar, unit)} | ${verdict} |`);
  }
  return figures.every(({ value, bar }) => !bar || clears(value, bar));
}

/** The median of several runs, which is the figure to quote. @throws RangeError for an empty list */
export function median(values: readonly number[]): number {
  const middle = values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
  if (middle === undefined) throw new RangeError('A median needs at least one value.');
  return middle;
}

function clears(value: number, bar: NonNullable<Figure['bar']>): boolean {
  return 'atLeast' in bar ? value >= bar.atLeast : value <= bar.atMost;
}

function describe(bar: Figure['bar'], unit: string): string {
  if (!bar) return '';
  return 'atLeast' in bar
    ? `>= ${format(bar.atLeast)} ${unit}`
    : `<= ${format(bar.atMost)} ${unit}`;
}

function format(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: value < 100 ? 2 : 0 });
}
