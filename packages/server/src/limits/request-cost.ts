import type { RequestCost } from './rate-limits.ts';

/** The longest list of a request. Validation refuses a longer one, so its other items are not counted. */
const MAX_ITEMS = 1_000;

/** The cost of a request. Runs before the body is validated, so missing fields cost nothing. Presigning calls no S3. */
export function requestCost(body: unknown, isPresign: boolean): RequestCost {
  const { files, uploads } = recordOf(body);
  const items = [...listOf(files).slice(0, MAX_ITEMS), ...listOf(uploads).slice(0, MAX_ITEMS)];
  const parts = items.reduce<number>((sum, item) => sum + listOf(recordOf(item).parts).length, 0);
  return { uploads: isPresign ? 0 : items.length, parts };
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
