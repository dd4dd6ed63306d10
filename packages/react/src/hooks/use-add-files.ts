import type { Uploader } from '@slipway/core';
import { useCallback, useEffect, useRef } from 'react';
import { useUploader } from './use-uploader.ts';

/** Files that are added in one task; the page stays awake between that many and the next. */
const STEP = 250;

/** Adds files in steps: thousands of them at once would hold the page up. */
export function useAddFiles(): (files: readonly File[]) => void {
  const uploader = useUploader();
  const current = useRef<Uploader>(undefined);
  useEffect(() => {
    current.current = uploader;
    return () => {
      current.current = undefined;
    };
  }, [uploader]);

  return useCallback(
    (files) => {
      const addFrom = (start: number) => {
        uploader.addAll(files.slice(start, start + STEP));
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
