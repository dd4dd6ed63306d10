import { type DragEvent as ReactDragEvent, useEffect, useRef, useState } from 'react';
import { readDroppedFiles } from '../files/dropped-files.ts';
import type { FoundFiles } from '../files/found-files.ts';

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

  const accept = (event: ReactDragEvent<Element>) => {
    if (!event.dataTransfer.types.includes('Files')) return;
    // Otherwise the browser opens the file in place of the page.
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    setOver(true);
  };

  return {
    isOver,
    dropProps: {
      onDragEnter: accept,
      onDragOver: accept,
      onDragLeave(event) {
        const into = event.relatedTarget;
        if (into instanceof Node && event.currentTarget.contains(into)) return;
        setOver(false);
      },
      onDrop(event) {
        setOver(false);
        if (!event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        void readDroppedFiles(event.dataTransfer).then(onDrop);
      },
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
      if (event.defaultPrevented || !event.dataTransfer?.types.includes('Files')) return;
      // A file input of the page takes drops by itself.
      const [target] = event.composedPath();
      if (target instanceof HTMLInputElement && target.type === 'file') return;
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
