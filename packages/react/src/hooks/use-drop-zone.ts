import { type DragEvent, useState } from 'react';
import { type DroppedFiles, readDroppedFiles } from '../files/dropped-files.ts';

/** What {@link useDropZone} gives. */
export interface UseDropZoneResult {
  /** Whether files are being dragged over the element right now. */
  readonly isOver: boolean;
  /** To be spread onto the element that takes the files. */
  readonly dropProps: {
    readonly onDragEnter: (event: DragEvent<Element>) => void;
    readonly onDragOver: (event: DragEvent<Element>) => void;
    readonly onDragLeave: (event: DragEvent<Element>) => void;
    readonly onDrop: (event: DragEvent<Element>) => void;
  };
}

/** Turns an element into a place to drop files and folders. Drags of text and links pass by. */
export function useDropZone(onDrop: (dropped: DroppedFiles) => void): UseDropZoneResult {
  const [isOver, setOver] = useState(false);

  const accept = (event: DragEvent<Element>) => {
    if (!event.dataTransfer.types.includes('Files')) return;
    // Without this the browser would open the file in place of the page.
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
        void readDroppedFiles({ items: Array.from(event.dataTransfer.items) }).then(onDrop);
      },
    },
  };
}
