import type { Uploader } from '@slipway/core';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useUploader } from '../uploader/use-uploader.ts';

/** How long a cancel can be taken back. */
export const UNDO_MS = 6_000;

/** Cancels that can still be taken back. */
export interface UndoableCancel {
  /** Uploads that are about to be canceled. They stand still until then. */
  readonly canceling: ReadonlySet<string>;
  readonly cancel: (ids: readonly string[]) => void;
  readonly undo: (ids: readonly string[]) => void;
}

/**
 * Cancels in two steps: an upload is paused at once, and given up, with its parts on S3, when nobody has taken
 * that back for a few seconds, or when the widget goes away.
 */
export function useUndoableCancel(): UndoableCancel {
  const uploader = useUploader();
  /** Whether an upload was moving before it stood still, by its name. */
  const waiting = useRef(new Map<string, boolean>());
  const [canceling, setCanceling] = useState<ReadonlySet<string>>(new Set());

  const settle = useCallback((ids: Iterable<string>, end: (id: string, moved: boolean) => void) => {
    for (const id of ids) {
      const moved = waiting.current.get(id);
      if (moved === undefined) continue;
      waiting.current.delete(id);
      end(id, moved);
    }
    setCanceling(new Set(waiting.current.keys()));
  }, []);

  useEffect(() => {
    const { current } = waiting;
    return () => settle([...current.keys()], (id) => giveUp(uploader, id));
  }, [uploader, settle]);

  const commands = useMemo(
    () => ({
      cancel(ids: readonly string[]) {
        const found = ids.filter((id) => uploader.getUpload(id)?.getSnapshot().actions.canCancel);
        // From the end, so that none gets the turn of one that is about to go.
        for (const id of found.toReversed()) {
          const upload = uploader.getUpload(id);
          waiting.current.set(id, upload?.getSnapshot().actions.canPause ?? false);
          upload?.pause();
        }
        setCanceling(new Set(waiting.current.keys()));
        setTimeout(() => settle(found, (id) => giveUp(uploader, id)), UNDO_MS);
      },
      undo(ids: readonly string[]) {
        settle(ids, (id, moved) => {
          if (moved) uploader.getUpload(id)?.resume();
        });
      },
    }),
    [uploader, settle],
  );
  return { canceling, ...commands };
}

function giveUp(uploader: Uploader, id: string): void {
  void uploader.getUpload(id)?.cancel();
}
