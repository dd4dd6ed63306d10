import { carriesFiles, dropListeners, type FoundFiles, readDroppedFiles } from '@slipway/core';
import { type DragEvent as ReactDragEvent, useState } from 'react';
import { useWindowEvents } from './use-window-events.ts';

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
  useWindowEvents(DRAG_EVENTS, (event) => {
    // The widget, another widget or the page has handled the event already.
    if (event.defaultPrevented || !carriesFiles(event)) return;
    // A file input of the page takes drops by itself.
    const [target] = event.composedPath();
    if (target instanceof HTMLInputElement && target.type === 'file') return;
    event.preventDefault();
    event.dataTransfer.dropEffect = onDrop ? 'copy' : 'none';
    if (event.type === 'drop' && onDrop) void readDroppedFiles(event.dataTransfer).then(onDrop);
  });
}

const DRAG_EVENTS = ['dragover', 'drop'] as const;
