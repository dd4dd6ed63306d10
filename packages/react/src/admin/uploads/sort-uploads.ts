import type { AdminUpload } from '@slipway/protocol';

/** The columns that sort unfinished uploads: a listing has these values for all of them. */
export type SortColumn = 'key' | 'owner' | 'age' | 'kept';

/** The order of a list of uploads. */
export interface SortOrder {
  readonly column: SortColumn;
  readonly isDescending: boolean;
}

const WORTH = {
  key: (upload) => upload.objectKey,
  owner: (upload) => upload.owner ?? '',
  age: (upload) => upload.ageSeconds,
  // Uploads that no rule aborts are kept longest.
  kept: (upload) => upload.keptUntil ?? '~',
} as const satisfies Record<SortColumn, (upload: AdminUpload) => string | number>;

/** Returns a sorted copy. A listing arrives sorted by key, so that order is unchanged. */
export function sortUploads(
  uploads: readonly AdminUpload[],
  { column, isDescending }: SortOrder,
): readonly AdminUpload[] {
  if (column === 'key') return isDescending ? uploads.toReversed() : uploads;
  const worthOf = WORTH[column];
  const sorted = uploads.toSorted((a, b) => compare(worthOf(a), worthOf(b)));
  return isDescending ? sorted.toReversed() : sorted;
}

/** The order after a click on a column header. */
export function nextOrder(order: SortOrder, column: SortColumn): SortOrder {
  return { column, isDescending: order.column === column ? !order.isDescending : false };
}

function compare(a: string | number, b: string | number): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
