import type { AdminUpload } from '@slipway/protocol';

/** What unfinished uploads can be sorted by: what a listing tells of all of them. */
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
  // What no rule ends is kept longest.
  kept: (upload) => upload.keptUntil ?? '~',
} as const satisfies Record<SortColumn, (upload: AdminUpload) => string | number>;

/** Sorts without changing the list. By key it is sorted as it comes. */
export function sortUploads(
  uploads: readonly AdminUpload[],
  { column, isDescending }: SortOrder,
): readonly AdminUpload[] {
  if (column === 'key') return isDescending ? uploads.toReversed() : uploads;
  const worthOf = WORTH[column];
  const sorted = uploads.toSorted((a, b) => compare(worthOf(a), worthOf(b)));
  return isDescending ? sorted.toReversed() : sorted;
}

/** The order after a click on a column's head. */
export function nextOrder(order: SortOrder, column: SortColumn): SortOrder {
  return { column, isDescending: order.column === column ? !order.isDescending : false };
}

function compare(a: string | number, b: string | number): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
