import { carriesFiles, dropListeners, type FoundFiles, readDroppedFiles } from '@slipway/core';
import { type DragEvent as ReactDragEvent, useEffect, useRef, useState } from 'react';

/** The result of {@link useDropZone}. */
export interface UseDropZoneResult {
  /** Whether the user is dragging files over the element. */
  readonly isOver: boolean;
  /** Spread these props onto the element that takes the files. */
  readonly dropProps: {
    readonly onDragEnter: (event: ReactDragEvent<Element>) => void;
    readonly onDragOver: (event: ReactDragEvent<Element>) => void;
    readonly onDragLeave: (event: ReactDragEvent<Element>) => void;
    readonly onDrop: (event: ReactDragEvent<Element>) => void;
  };
}

/** Turns an element into a drop zone for files and folders. It ignores drags of text and links. */
export function useDropZone(onDrop: (dropped: FoundFiles) => void): UseDropZoneResult {
  const [isOver, setOver] = useState(false);

  const { dragenter, dragover, dragleave, drop } = dropListeners(onDrop, setOver);
  return {
    isOver,
    dropProps: {
      onDragEnter: dragenter,
      onDragOver: dragover,
      onDragLeave: dragleave,
      onDrop: drop,
    },
  };
}

/**
 * Handles files that the user drops outside the widget. Otherwise the browser opens them in place of the page, and the
 * uploads stop. With `onDrop`, the whole page takes drops.
 */
export function usePageDrops(onDrop: ((dropped: FoundFiles) => void) | undefined): void {
  const latest = useRef(onDrop);
  useEffect(() => {
    latest.current = onDrop;
  });
  useEffect(() => {
    const guard = (event: DragEvent) => {
      // The widget, another widget or the page has handled the event already.
      if (event.defaultPrevented || !event.dataTransfer || !carriesFiles(event)) return;
      // A file input of the page takes drops by itself.
      const [target] = event.composedPath() as Partial<Element>[];
      if (target?.matches?.('input[type=file]')) return;
      event.preventDefault();
      const take = latest.current;
      event.dataTransfer.dropEffect = take ? 'copy' : 'none';
      if (event.type !== 'drop' || !take) return;
      void readDroppedFiles(event.dataTransfer).then(take);
    };
    // On the window, after all other listeners have had the event.
    window.addEventListener('dragover', guard);
    window.addEventListener('drop', guard);
    return () => {
      window.removeEventListener('dragover', guard);
      window.removeEventListener('drop', guard);
    };
  }, []);
}
