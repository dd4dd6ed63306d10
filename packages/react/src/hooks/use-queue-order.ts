import type { UploadSnapshot } from '@slipway/core';
import { type RefObject, useCallback, useLayoutEffect, useRef } from 'react';
import { safeName } from '../text/file-name.ts';
import { useText } from '../text/text-context.ts';
import { useUploader } from '../uploader/use-uploader.ts';

/** Where to move a waiting upload: one place up, one down, or before all others that wait. */
export type QueueMove = 'up' | 'down' | 'first';

/** The element that had the focus, and the list at that time. */
interface Held {
  readonly focused: HTMLElement | null | undefined;
  readonly before: readonly UploadSnapshot[];
}

/**
 * Moves a waiting upload, announces its new place, and keeps the focus on it.
 *
 * @param uploads in the order in which they are rendered
 */
export function useQueueOrder(
  uploads: readonly UploadSnapshot[],
  frame: RefObject<HTMLElement | null>,
  say: (text: string) => void,
): (id: string, to: QueueMove) => void {
  const uploader = useUploader();
  const { format } = useText();
  const held = useRef<Held>(undefined);

  // A row that moves in the document loses the focus. This restores it once the new order is rendered.
  useLayoutEffect(() => {
    if (!held.current || held.current.before === uploads) return;
    held.current.focused?.focus();
    held.current = undefined;
  }, [uploads]);

  return useCallback(
    (id, to) => {
      const { uploads } = uploader.getSnapshot();
      const waiting = uploads.filter(({ actions }) => actions.canRename);
      const from = waiting.findIndex((upload) => upload.id === id);
      const upload = waiting[from];
      if (!upload) return;
      const last = waiting.length - 1;
      const place = { first: 0, up: Math.max(from - 1, 0), down: Math.min(from + 1, last) }[to];
      if (place !== from) {
        const other = waiting[place];
        const after = other && uploads[uploads.indexOf(other) + 1];
        uploader.move(id, place < from ? other?.id : after?.id);
        const focused = frame.current?.querySelector<HTMLElement>('li :focus');
        held.current = { focused, before: uploads };
      }
      say(`${safeName(upload.name)}: ${format.count(place + 1)} / ${format.count(waiting.length)}`);
    },
    [uploader, frame, say, format],
  );
}
