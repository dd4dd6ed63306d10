import type { AdminUpload } from '@slipway/protocol';
import type { ReactNode } from 'react';
import type { Column } from '../parts/virtual-table.tsx';
import type { SortColumn, SortOrder } from './sort-uploads.ts';
import { ageCell, keptCell, ownerCell, type uploadCells } from './upload-cells.tsx';

/** The data and actions of the column headers. */
export interface ColumnOptions {
  readonly cells: ReturnType<typeof uploadCells>;
  readonly order: SortOrder;
  readonly onSort: (column: SortColumn) => void;
  readonly areAllSelected: boolean;
  readonly onSelectAll: (isSelected: boolean) => void;
}

/** The columns of the table of unfinished uploads. */
export function uploadColumns(options: ColumnOptions): readonly Column<AdminUpload>[] {
  const { cells, areAllSelected, onSelectAll } = options;
  const sortable = (id: SortColumn, words: string, cell: (upload: AdminUpload) => ReactNode) => ({
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
          aria-label="Select all loaded uploads"
          checked={areAllSelected}
          onChange={({ target }) => onSelectAll(target.checked)}
        />
      ),
      cell: cells.select,
    },
    sortable('key', 'Key', cells.key),
    sortable('owner', 'Owner', ownerCell),
    sortable('age', 'Age', ageCell),
    { id: 'held', head: 'Stored', cell: cells.held },
    sortable('kept', 'Expires', keptCell),
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
