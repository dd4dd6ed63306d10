/** The value that a share of all values does not exceed. `undefined` if there are none. */
export function percentile(values: readonly number[], share: number): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

/** The middle value. */
export function median(values: readonly number[]): number | undefined {
  return percentile(values, 0.5);
}
