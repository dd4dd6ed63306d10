import { carriesFiles, watchOwnDrags } from '../browser/carries-files.ts';
import { readDroppedFiles } from './dropped-files.ts';
import type { FoundFiles } from './found-files.ts';

/** The part of a `DragEvent` that a drop zone reads. */
export interface DropEvent {
  readonly dataTransfer: DataTransfer | null;
  readonly relatedTarget: EventTarget | null;
  readonly currentTarget: EventTarget | null;
  preventDefault(): void;
}

/** The listeners of an element that takes files and folders, by the names of their events. */
export interface DropListeners {
  readonly dragenter: (event: DropEvent) => void;
  readonly dragover: (event: DropEvent) => void;
  readonly dragleave: (event: DropEvent) => void;
  readonly drop: (event: DropEvent) => void;
}

/**
 * Creates the listeners of a drop zone. They ignore drags of text and links, and of images of the page itself.
 *
 * @param setOver is told whether the user is dragging files over the element
 */
export function dropListeners(
  onDrop: (dropped: FoundFiles) => void,
  setOver: (isOver: boolean) => void,
): DropListeners {
  watchOwnDrags();
  const accept = (event: DropEvent) => {
    if (!carriesFiles(event)) return;
    // Otherwise the browser opens the file in place of the page.
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    setOver(true);
  };
  return {
    dragenter: accept,
    dragover: accept,
    dragleave({ relatedTarget, currentTarget }) {
      if (!(currentTarget as Node).contains(relatedTarget as Node | null)) setOver(false);
    },
    drop(event) {
      setOver(false);
      if (!carriesFiles(event)) return;
      event.preventDefault();
      void readDroppedFiles(event.dataTransfer).then(onDrop);
    },
  };
}
