import { elementScroll, observeElementOffset, observeElementRect } from '@tanstack/virtual-core';
import { type FocusEvent, memo, type ReactNode, useEffect, useRef, useState } from 'react';
import { useVirtualizer } from '../../hooks/use-virtualizer.ts';
import { withFocused } from '../../hooks/with-focused.ts';

/** A column of a long table. */
export interface Column<Row> {
  /** Unique in the table; the cells' `data-column`, by which stylesheets know them. */
  readonly id: string;
  readonly head: ReactNode;
  /** How the rows are sorted by it now; left out where they can't be. */
  readonly sorted?: 'ascending' | 'descending' | 'none' | undefined;
  /** Draws the cell. A row is drawn anew when it or one of these functions is another. */
  readonly cell: (row: Row) => ReactNode;
}

/** Pixels, whatever a row holds: a hundred thousand of them need no measuring. */
const ROW_HEIGHT = 48;
/** Rows; a screen or two. */
const NEAR_END = 30;

/**
 * A table of any length, of which the rows in sight are drawn. A real table for those who hear it: rows carry their
 * number, and the table how many there are.
 */
export function VirtualTable<Row>(props: {
  readonly label: string;
  /** Which table it is to stylesheets: its `data-table`. */
  readonly name: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** Told which rows are drawn, to fetch what only they need. */
  readonly onShown?: ((rows: readonly Row[]) => void) | undefined;
  /** How many rows before the end more are asked for. @defaultValue 30 */
  readonly nearEnd?: number | undefined;
  /** Told when the end comes near. */
  readonly onNearEnd?: (() => void) | undefined;
  /** Whether there are more rows than these. */
  readonly hasMore?: boolean | undefined;
}): ReactNode {
  const {
    label,
    name,
    columns,
    rows,
    keyOf,
    onShown,
    nearEnd = NEAR_END,
    onNearEnd,
    hasMore = false,
  } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [focused, setFocused] = useState<number>();
  const virtualizer = useVirtualizer<HTMLDivElement, HTMLTableRowElement>({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    // No getItemKey: it would be asked for the names of all rows, a hundred thousand, whenever there are more.
    overscan: 6,
    rangeExtractor: (range) => withFocused(range, focused),
    observeElementOffset,
    observeElementRect,
    scrollToFn: elementScroll,
  });
  const items = virtualizer.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? -1;
  useEffect(() => {
    onShown?.(rows.slice(first, last + 1));
  }, [rows, first, last, onShown]);
  const isNearEnd = hasMore && last >= rows.length - nearEnd;
  useEffect(() => {
    if (isNearEnd) onNearEnd?.();
  }, [isNearEnd, onNearEnd]);

  return (
    // Scrolls by keys, too.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to take the focus.
    <div ref={scroller} className="slipway-table-frame" tabIndex={0}>
      <table
        className="slipway-table"
        data-table={name}
        aria-label={label}
        aria-rowcount={hasMore ? -1 : rows.length + 1}
      >
        <thead>
          <tr aria-rowindex={1}>
            {columns.map(({ id, head, sorted }) => (
              <th key={id} scope="col" data-column={id} aria-sort={sorted}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody
          // Set by the script, never in the markup: a strict CSP lets it pass.
          style={{ blockSize: `${virtualizer.getTotalSize()}px` }}
          onFocus={(event) => setFocused(indexOf(event))}
          onBlur={() => setFocused(undefined)}
        >
          {items.map(({ index, start }) => {
            const row = rows[index];
            if (row === undefined) return null;
            return <TableRow key={keyOf(row)} {...{ row, index, start, columns }} />;
          })}
        </tbody>
      </table>
    </div>
  );
}

interface TableRowProps<Row> {
  readonly row: Row;
  readonly index: number;
  /** Pixels from the first row's top. */
  readonly start: number;
  readonly columns: readonly Column<Row>[];
}

function DrawnRow<Row>({ row, index, start, columns }: TableRowProps<Row>): ReactNode {
  return (
    <tr
      data-index={index}
      aria-rowindex={index + 2}
      style={{ transform: `translateY(${start}px)` }}
    >
      {columns.map(({ id, cell }) => (
        <td key={id} data-column={id}>
          {cell(row)}
        </td>
      ))}
    </tr>
  );
}

const TableRow = memo(
  DrawnRow,
  (a, b) =>
    a.row === b.row &&
    a.index === b.index &&
    a.start === b.start &&
    a.columns.every(({ cell }, i) => cell === b.columns[i]?.cell),
) as typeof DrawnRow;

function indexOf({ target }: FocusEvent): number | undefined {
  const index = target.closest('tr')?.dataset.index;
  return index === undefined ? undefined : Number(index);
}
