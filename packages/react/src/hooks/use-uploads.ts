import type { UploaderSnapshot } from '@slipway/core';
import { useSyncExternalStore } from 'react';
import { useUploader } from '../uploader/use-uploader.ts';

/** Follows all uploads and their totals. Re-renders at most once per animation frame. */
export function useUploads(): UploaderSnapshot {
  const { subscribe, getSnapshot } = useUploader();
  return useSyncExternalStore(subscribe, getSnapshot, getSnapshot);
}
