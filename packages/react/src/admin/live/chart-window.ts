/** The shortest span of a chart in seconds, however few samples it has. */
const SHORTEST = 60;

/**
 * The start and end of a chart: it spans all times up to the latest. Without times it ends at `now`.
 * All are seconds since the epoch.
 */
export function windowOf(times: ArrayLike<number>, now: number): [from: number, to: number] {
  const to = times[times.length - 1] ?? now;
  return [Math.min(times[0] ?? to, to - SHORTEST), to];
}
