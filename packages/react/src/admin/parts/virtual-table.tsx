import { elementScroll, observeElementOffset, observeElementRect } from '@tanstack/virtual-core';
import { type FocusEvent, memo, type ReactNode, useEffect, useRef, useState } from 'react';
import { useVirtualizer } from '../../hooks/use-virtualizer.ts';
import { withFocused } from '../../hooks/with-focused.ts';

/** A column of a long table. */
export interface Column<Row> {
  /** Unique in the table. Stylesheets select the cells by it, as `data-column`. */
  readonly id: string;
  readonly head: ReactNode;
  /** How the column sorts the rows now. Omitted if it cannot sort. */
  readonly sorted?: 'ascending' | 'descending' | 'none' | undefined;
  /** Renders the cell. A row renders again when its item or one of these functions changes. */
  readonly cell: (row: Row) => ReactNode;
}

/** The height of every row in pixels. A fixed height saves measuring a hundred thousand rows. */
const ROW_HEIGHT = 48;
/** In rows: one or two screens. */
const NEAR_END = 30;

/**
 * A table of any length that renders only the visible rows. For screen readers it is a real table: rows have their
 * number, and the table has the number of rows.
 */
export function VirtualTable<Row>(props: {
  readonly label: string;
  /** Stylesheets select the table by it, as `data-table`. */
  readonly name: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** Receives the rendered rows, to load data that only they need. */
  readonly onShown?: ((rows: readonly Row[]) => void) | undefined;
  /** How many rows before the end `onNearEnd` is called. @defaultValue 30 */
  readonly nearEnd?: number | undefined;
  /** Called when the user scrolls near the end. */
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
    // No getItemKey: the virtualizer would call it for all hundred thousand rows on each new page.
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
    // Keys scroll it too.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be focusable.
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
          // A script sets this style, not the markup, so a strict CSP allows it.
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
  /** In pixels, from the top of the first row. */
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
