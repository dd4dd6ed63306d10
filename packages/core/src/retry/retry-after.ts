/**
 * Parses a `Retry-After` header in seconds into milliseconds. S3 and the backend use only this form. Ignores dates,
 * because the device's clock may be wrong.
 */
export function parseRetryAfter(value: string | null | undefined): number | undefined {
  return Number(value) * 1_000 || undefined;
}
