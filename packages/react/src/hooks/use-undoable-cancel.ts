import type { UploaderInstance } from '@slipway/core';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useUploader } from '../uploader/use-uploader.ts';

/** How long the user can undo a cancel, in milliseconds. */
export const UNDO_MS = 6_000;

/** Cancels that the user can still undo. */
export interface UndoableCancel {
  /** Uploads that are about to be canceled. They are paused until then. */
  readonly canceling: ReadonlySet<string>;
  readonly cancel: (ids: readonly string[]) => void;
  readonly undo: (ids: readonly string[]) => void;
}

/**
 * Cancels in two steps. First the upload pauses. If the user does not undo within a few seconds, or if the widget
 * unmounts, the upload is canceled and S3 deletes its parts.
 */
export function useUndoableCancel(): UndoableCancel {
  const uploader = useUploader();
  /** By the ID of each waiting upload: whether it was active before it paused. */
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
        // In reverse order, so that no upload starts in place of one that is about to be canceled.
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

function giveUp(uploader: UploaderInstance, id: string): void {
  void uploader.getUpload(id)?.cancel();
}
