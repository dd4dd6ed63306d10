import type { FoundFiles, UploaderInstance } from '@slipway/core';
import { useCallback, useEffect, useRef, useState } from 'react';
import { readPastedFiles } from '../files/pasted-files.ts';
import { useUploader } from '../uploader/use-uploader.ts';
import { type UseDropZoneResult, useDropZone, usePageDrops } from './use-drop-zone.ts';
import { useWindowEvents } from './use-window-events.ts';

/** The result of {@link useIncomingFiles}. */
interface IncomingFiles {
  /** Adds the files that a source found. All sources end here. */
  readonly take: (found: FoundFiles) => void;
  /** How many files and folders of the latest source the browser failed to read. */
  readonly unreadable: number;
  /** Whether the user is dragging files over the element. */
  readonly isOver: boolean;
  /** Spread these props onto the element that takes drops and pastes. */
  readonly incomingProps: Partial<UseDropZoneResult['dropProps']> & {
    readonly onPaste?: (event: PasteEvent) => void;
  };
}

/** Takes files from all sources: drops, pastes, and whatever calls `take`. */
export function useIncomingFiles(
  isDisabled: boolean,
  dropTarget: 'widget' | 'page',
): IncomingFiles {
  const addFiles = useAddFiles();
  const [unreadable, setUnreadable] = useState(0);
  const take = useCallback(
    (found: FoundFiles) => {
      setUnreadable(found.unreadable);
      addFiles(found);
    },
    [addFiles],
  );
  const { isOver, dropProps } = useDropZone(take);
  const takesPage = dropTarget === 'page' && !isDisabled;
  usePageDrops(takesPage ? take : undefined);

  const onPaste = (event: PasteEvent) => {
    const found = event.clipboardData && readPastedFiles(event.clipboardData);
    if (!found || found.files.length === 0) return;
    event.preventDefault();
    take(found);
  };
  usePagePastes(takesPage ? onPaste : undefined);
  return {
    take,
    unreadable,
    isOver,
    incomingProps: isDisabled ? {} : { ...dropProps, onPaste },
  };
}

/** The part of a paste event that {@link useIncomingFiles} reads. */
type PasteEvent = Pick<ClipboardEvent, 'clipboardData' | 'preventDefault'>;

/** Takes pastes anywhere on the page, unless the user is in a text field or the page has handled them. */
function usePagePastes(onPaste: ((event: PasteEvent) => void) | undefined): void {
  useWindowEvents(PASTE_EVENTS, (event) => {
    const [target] = event.composedPath();
    const isInText = target instanceof Element && target.matches(TEXT_FIELD);
    if (!event.defaultPrevented && !isInText) onPaste?.(event);
  });
}

const PASTE_EVENTS = ['paste'] as const;

/** Elements that take text, also within an editable element. */
const TEXT_FIELD =
  'input, textarea, [contenteditable]:not([contenteditable=false]) *, [contenteditable]:not([contenteditable=false])';

/** How many files are added in one task. The page stays responsive between tasks. */
const STEP = 250;

/** Adds files in steps. Adding thousands at once would block the page. */
function useAddFiles(): (found: FoundFiles) => void {
  const uploader = useUploader();
  const current = useRef<UploaderInstance>(undefined);
  useEffect(() => {
    current.current = uploader;
    return () => {
      current.current = undefined;
    };
  }, [uploader]);

  return useCallback(
    ({ files, handles }) => {
      const addFrom = (start: number) => {
        for (const file of files.slice(start, start + STEP)) uploader.add(file, handles.get(file));
        const next = start + STEP;
        if (next >= files.length) return;
        setTimeout(() => {
          // If the uploader was replaced or the widget is gone, the remaining files are dropped.
          if (current.current === uploader) addFrom(next);
        });
      };
      addFrom(0);
    },
    [uploader],
  );
}
