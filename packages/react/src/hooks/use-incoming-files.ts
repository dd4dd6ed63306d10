import type { FoundFiles, UploaderInstance } from '@slipway/core';
import { type ClipboardEvent, useCallback, useEffect, useRef, useState } from 'react';
import { readPastedFiles } from '../files/pasted-files.ts';
import { useUploader } from '../uploader/use-uploader.ts';
import { type UseDropZoneResult, useDropZone, usePageDrops } from './use-drop-zone.ts';

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
    readonly onPaste?: (event: ClipboardEvent) => void;
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
  usePageDrops(dropTarget === 'page' && !isDisabled ? take : undefined);

  const onPaste = (event: ClipboardEvent) => {
    const found = readPastedFiles(event.clipboardData);
    if (found.files.length === 0) return;
    event.preventDefault();
    take(found);
  };
  return {
    take,
    unreadable,
    isOver,
    incomingProps: isDisabled ? {} : { ...dropProps, onPaste },
  };
}

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
