import type { UploadSnapshot } from '@slipway/core';
import { type RefObject, useCallback, useLayoutEffect, useRef } from 'react';
import { safeName } from '../text/file-name.ts';
import { useText } from '../text/text-context.ts';
import { useUploader } from '../uploader/use-uploader.ts';

/** Where an upload that waits is moved to: one place up, one down, or before all others that wait. */
export type QueueMove = 'up' | 'down' | 'first';

/** What had the keyboard, in which list. */
interface Held {
  readonly focused: HTMLElement | null | undefined;
  readonly before: readonly UploadSnapshot[];
}

/**
 * Moves an upload among those that wait, has its new place said, and leaves the keyboard where it is.
 *
 * @param uploads as they are drawn
 */
export function useQueueOrder(
  uploads: readonly UploadSnapshot[],
  frame: RefObject<HTMLElement | null>,
  say: (text: string) => void,
): (id: string, to: QueueMove) => void {
  const uploader = useUploader();
  const { format } = useText();
  const held = useRef<Held>(undefined);

  // A row that is put elsewhere in the document loses the focus: it is given back once the new order is drawn.
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
