import type { FileHandle, Uploader } from '@slipway/core';
import { useCallback, useEffect, useRef } from 'react';
import { useUploader } from '../uploader/use-uploader.ts';

/** Files that are added in one task; the page stays awake between that many and the next. */
const STEP = 250;

/** Adds files, each with the handle that leads back to it. */
type AddFiles = (files: readonly File[], handles?: ReadonlyMap<File, FileHandle>) => void;

/** Adds files in steps: thousands of them at once would hold the page up. */
export function useAddFiles(): AddFiles {
  const uploader = useUploader();
  const current = useRef<Uploader>(undefined);
  useEffect(() => {
    current.current = uploader;
    return () => {
      current.current = undefined;
    };
  }, [uploader]);

  return useCallback(
    (files, handles) => {
      const addFrom = (start: number) => {
        for (const file of files.slice(start, start + STEP)) uploader.add(file, handles?.get(file));
        const next = start + STEP;
        if (next >= files.length) return;
        setTimeout(() => {
          // Another uploader, or none any more: what is left was meant for the one before.
          if (current.current === uploader) addFrom(next);
        });
      };
      addFrom(0);
    },
    [uploader],
  );
}
