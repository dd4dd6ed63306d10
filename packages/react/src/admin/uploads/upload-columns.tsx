import type { UnfinishedUpload } from '@slipway/protocol';
import type { ReactNode } from 'react';
import { format, formatMoment, formatParts } from '../parts/format.ts';
import { KeyText } from '../parts/key-text.tsx';
import type { Column } from '../parts/virtual-table.tsx';
import type { SortColumn, SortOrder } from './sort-uploads.ts';
import type { HeldState } from './use-held-parts.ts';

/** What the columns show and do. */
export interface ColumnOptions {
  readonly order: SortOrder;
  readonly onSort: (column: SortColumn) => void;
  readonly heldBy: (upload: UnfinishedUpload) => HeldState;
  readonly isSelected: (upload: UnfinishedUpload) => boolean;
  readonly areAllSelected: boolean;
  readonly onSelect: (upload: UnfinishedUpload, isSelected: boolean) => void;
  readonly onSelectAll: (isSelected: boolean) => void;
  readonly onOpen: (upload: UnfinishedUpload) => void;
}

/** The columns of the table of unfinished uploads. */
export function uploadColumns(options: ColumnOptions): readonly Column<UnfinishedUpload>[] {
  const { heldBy, isSelected, areAllSelected, onSelect, onSelectAll, onOpen } = options;
  const sortable = (
    id: SortColumn,
    words: string,
    cell: (upload: UnfinishedUpload) => ReactNode,
  ) => ({
    id,
    head: <SortButton {...options} column={id} words={words} />,
    sorted: sortedBy(options.order, id),
    cell,
  });
  return [
    {
      id: 'select',
      head: (
        <input
          type="checkbox"
          aria-label="Select all that are loaded"
          checked={areAllSelected}
          onChange={({ target }) => onSelectAll(target.checked)}
        />
      ),
      cell: (upload) => (
        <input
          type="checkbox"
          aria-label={`Select ${upload.objectKey}`}
          checked={isSelected(upload)}
          onChange={({ target }) => onSelect(upload, target.checked)}
        />
      ),
    },
    sortable('key', 'Key', (upload) => (
      <button
        type="button"
        className="slipway-key"
        aria-label={upload.objectKey}
        onClick={() => onOpen(upload)}
      >
        <KeyText objectKey={upload.objectKey} />
      </button>
    )),
    sortable('owner', 'Owner', ({ owner }) => owner ?? '–'),
    sortable('age', 'Age', ({ ageSeconds, initiatedAt }) => (
      <time dateTime={initiatedAt} title={formatMoment(initiatedAt)}>
        {format.duration(ageSeconds * 1_000)}
      </time>
    )),
    { id: 'held', head: 'Held', cell: (upload) => <Held state={heldBy(upload)} /> },
    sortable('kept', 'Kept until', ({ keptUntil }) =>
      keptUntil ? <time dateTime={keptUntil}>{formatMoment(keptUntil)}</time> : 'No rule',
    ),
  ];
}

function sortedBy(
  { column, isDescending }: SortOrder,
  id: SortColumn,
): 'ascending' | 'descending' | 'none' {
  if (column !== id) return 'none';
  return isDescending ? 'descending' : 'ascending';
}

function SortButton(props: {
  readonly order: SortOrder;
  readonly onSort: (column: SortColumn) => void;
  readonly column: SortColumn;
  readonly words: string;
}): ReactNode {
  const { order, onSort, column, words } = props;
  const sorted = sortedBy(order, column);
  return (
    <button type="button" className="slipway-sort" onClick={() => onSort(column)}>
      {words}
      <span className="slipway-sort-mark" data-sorted={sorted} aria-hidden="true" />
    </button>
  );
}

function Held({ state }: { readonly state: HeldState }): ReactNode {
  if (state === undefined) return <span className="slipway-waiting">…</span>;
  if ('error' in state) return 'Unknown';
  const { size, expectedSize, partCount } = state.parts;
  return (
    <span title={formatParts(partCount)}>
      {format.size(size)}
      {expectedSize !== undefined && (
        <span className="slipway-soft"> of {format.size(expectedSize)}</span>
      )}
    </span>
  );
}
