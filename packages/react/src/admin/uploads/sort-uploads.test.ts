import type { AdminUpload } from '@slipway/protocol';
import { expect, test } from 'vitest';
import { nextOrder, type SortColumn, sortUploads } from './sort-uploads.ts';

const upload = (objectKey: string, rest: Partial<AdminUpload>): AdminUpload => ({
  objectKey,
  uploadId: objectKey,
  initiatedAt: '2026-01-01T00:00:00Z',
  ageSeconds: 0,
  ...rest,
});
const uploads = [
  upload('a', { ageSeconds: 90, owner: 'globex', keptUntil: '2026-02-02T00:00:00Z' }),
  upload('b', { ageSeconds: 1_000 }),
  upload('c', { ageSeconds: 80, owner: 'acme', keptUntil: '2026-02-01T00:00:00Z' }),
];

test.each<[SortColumn, boolean, string]>([
  ['key', false, 'abc'],
  ['key', true, 'cba'],
  ['age', false, 'cab'],
  ['age', true, 'bac'],
  ['owner', false, 'bca'],
  // Uploads that no lifecycle rule aborts come last.
  ['kept', false, 'cab'],
])('uploads sort by %s, descending %s: %s', (column, isDescending, keys) => {
  const sorted = sortUploads(uploads, { column, isDescending });
  expect(sorted.map(({ objectKey }) => objectKey).join('')).toBe(keys);
  expect(uploads.map(({ objectKey }) => objectKey).join('')).toBe('abc');
});

test('a second click on a column reverses its order, and a click on another column sorts ascending', () => {
  const ascending = nextOrder({ column: 'key', isDescending: false }, 'age');
  expect(ascending).toEqual({ column: 'age', isDescending: false });
  expect(nextOrder(ascending, 'age')).toEqual({ column: 'age', isDescending: true });
});
