import type { UploadSnapshot } from '@slipway/core';
import { elementScroll, observeElementOffset, observeElementRect } from '@tanstack/virtual-core';
import { type FocusEvent, type ReactNode, useCallback, useRef, useState } from 'react';
import { useVirtualizer } from '../hooks/use-virtualizer.ts';
import { withFocused } from '../hooks/with-focused.ts';
import type { RowPlace } from './upload-row.tsx';

/** The height of an uploading row in pixels. Other rows are measured once they render. */
const USUAL_ROW = 82;

/** The rows of a long list. Renders the visible rows, a few around them, and the focused row. */
export function VirtualRows(props: {
  readonly uploads: readonly UploadSnapshot[];
  readonly name: string;
  readonly renderRow: (upload: UploadSnapshot, place: RowPlace) => ReactNode;
}): ReactNode {
  const { uploads, name, renderRow } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [focused, setFocused] = useState<number>();

  const virtualizer = useVirtualizer<HTMLDivElement, HTMLLIElement>({
    count: uploads.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => USUAL_ROW,
    getItemKey: (index) => uploads[index]?.id ?? index,
    overscan: 4,
    // In fractions of a pixel: with rounded heights, rows would overlap or leave gaps.
    measureElement: (row, entry) =>
      entry?.borderBoxSize[0]?.blockSize ?? row.getBoundingClientRect().height,
    // The focused row keeps the focus when it is scrolled out of sight.
    rangeExtractor: (range) => withFocused(range, focused),
    observeElementOffset,
    observeElementRect,
    scrollToFn: elementScroll,
    useAnimationFrameWithResizeObserver: true,
  });
  const { measureElement } = virtualizer;
  const measure = useCallback((row: HTMLLIElement | null) => measureElement(row), [measureElement]);

  return (
    <div ref={scroller} className="slipway-list">
      <ul
        className="slipway-rows"
        aria-label={name}
        // A script sets this style, not the markup, so a strict CSP allows it.
        style={{ blockSize: `${virtualizer.getTotalSize()}px` }}
        onFocus={(event) => setFocused(indexOf(event))}
        onBlur={() => setFocused(undefined)}
      >
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const upload = uploads[index];
          return upload && renderRow(upload, { index, start, count: uploads.length, measure });
        })}
      </ul>
    </div>
  );
}

function indexOf({ target }: FocusEvent): number | undefined {
  const index = target.closest('li')?.dataset.index;
  return index === undefined ? undefined : Number(index);
}
