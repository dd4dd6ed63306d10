import { useEffect, useRef } from 'react';
import { type DroppedFiles, readDroppedFiles } from '../files/dropped-files.ts';

/**
 * Looks after files that are dropped beside the widget: without it, the browser would open them in place of
 * the page, and unfinished uploads would be gone. With `onDrop` they are taken, wherever they fall.
 */
export function usePageDrops(onDrop: ((dropped: DroppedFiles) => void) | undefined): void {
  const latest = useRef(onDrop);
  useEffect(() => {
    latest.current = onDrop;
  });
  useEffect(() => {
    const guard = (event: DragEvent) => {
      // Whoever took the event before knows better: the widget itself, another one, the page.
      if (event.defaultPrevented || !event.dataTransfer?.types.includes('Files')) return;
      // A file input of the page takes drops by itself.
      const [target] = event.composedPath();
      if (target instanceof HTMLInputElement && target.type === 'file') return;
      event.preventDefault();
      const take = latest.current;
      event.dataTransfer.dropEffect = take ? 'copy' : 'none';
      if (event.type !== 'drop' || !take) return;
      void readDroppedFiles({ items: Array.from(event.dataTransfer.items) }).then(take);
    };
    // On the window, after everybody else has had the event.
    window.addEventListener('dragover', guard);
    window.addEventListener('drop', guard);
    return () => {
      window.removeEventListener('dragover', guard);
      window.removeEventListener('drop', guard);
    };
  }, []);
}
