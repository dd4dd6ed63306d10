import type { RequestCost } from './rate-limits.ts';

/** The longest list of a request. Validation refuses a longer one, so its other items are not counted. */
const MAX_ITEMS = 1_000;

/** Opening a token, asking the store and preparing a URL take as long as signing this many parts. */
const PARTS_PER_TOKEN = 10;

/** The cost of a request. Runs before the body is validated, so missing fields cost nothing. Presigning calls no S3. */
export function requestCost(body: unknown, isPresign: boolean): RequestCost {
  const { files, uploads } = recordOf(body);
  const items = [...listOf(files).slice(0, MAX_ITEMS), ...listOf(uploads).slice(0, MAX_ITEMS)];
  const listed = items.reduce<number>((sum, item) => sum + listOf(recordOf(item).parts).length, 0);
  return isPresign
    ? { uploads: 0, parts: items.length * PARTS_PER_TOKEN + listed }
    : { uploads: items.length, parts: listed };
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
