/** Reads `Retry-After`, seconds or a date, as milliseconds from `now` (milliseconds since 1970). */
export function parseRetryAfter(value: string | null | undefined, now: number): number | undefined {
  if (!value) return undefined;
  const seconds = Number(value);
  const ms = Number.isNaN(seconds) ? Date.parse(value) - now : seconds * 1_000;
  return Number.isFinite(ms) ? Math.max(ms, 0) : undefined;
}
