/** Seconds that a chart goes back at least, however few samples there are. */
const SHORTEST = 60;

/**
 * From when to when a chart of these times goes: all of them, up to the latest; before the first, up to `now`.
 * All are seconds since the epoch.
 */
export function windowOf(times: ArrayLike<number>, now: number): [from: number, to: number] {
  const to = times[times.length - 1] ?? now;
  return [Math.min(times[0] ?? to, to - SHORTEST), to];
}
