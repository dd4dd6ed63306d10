/** Whether the user drags something of this page, such as an image. */
let isOwnDrag = false;
let isWatching = false;

/** Whether a drag brings files from outside the page. Browsers also offer an image of the page as a file. */
export function carriesFiles<Event extends { readonly dataTransfer: DataTransfer | null }>(
  event: Event,
): event is Event & { readonly dataTransfer: DataTransfer } {
  return !isOwnDrag && event.dataTransfer?.types.includes('Files') === true;
}

/** Watches for drags that begin in this page. Call it before the first drag can end at an element. */
export function watchOwnDrags(): void {
  if (isWatching || typeof window === 'undefined') return;
  isWatching = true;
  window.addEventListener(
    'dragstart',
    () => {
      isOwnDrag = true;
      // Browsers send no `dragend` for an element that the page has removed, and no pointer events during a drag.
      const end = () => {
        isOwnDrag = false;
        window.removeEventListener('dragend', end);
        window.removeEventListener('pointermove', end);
      };
      window.addEventListener('dragend', end);
      window.addEventListener('pointermove', end);
    },
    true,
  );
}
