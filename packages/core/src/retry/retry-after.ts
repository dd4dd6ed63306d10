/**
 * Reads `Retry-After` in seconds, the only form S3 and the backend use, as milliseconds. A date is as good as
 * none: it would have to be compared with a clock that may be wrong.
 */
export function parseRetryAfter(value: string | null | undefined): number | undefined {
  return Number(value) * 1_000 || undefined;
}
