import { createFormat } from '../../text/format.ts';

/** The console's number format. The console is in English. */
export const format = createFormat('en');

const moments = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });

/** An ISO 8601 time, in the reader's zone: `Nov 21, 2026, 7:17 PM`. */
export function formatMoment(iso: string): string {
  return moments.format(new Date(iso));
}

/** `1 upload`, `2,000 uploads`. */
export function formatUploads(n: number): string {
  return format.plural(n, { one: '{n} upload', other: '{n} uploads' });
}

/** `1 part`, `10,000 parts`. */
export function formatParts(n: number): string {
  return format.plural(n, { one: '{n} part', other: '{n} parts' });
}
