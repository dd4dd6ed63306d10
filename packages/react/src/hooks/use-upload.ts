import type { UploadSnapshot } from '@slipway/core';
import { useMemo, useSyncExternalStore } from 'react';
import { useUploader } from '../uploader/use-uploader.ts';

/** The result of {@link useUpload}: the current state of one upload, and its commands. */
export interface UseUploadResult {
  /** `undefined` once the upload is removed from the list. Switch on `upload.state.status`. */
  readonly upload: UploadSnapshot | undefined;
  readonly pause: () => void;
  readonly resume: () => void;
  readonly cancel: () => void;
  readonly retry: () => void;
  /** Changes the object's name, while `upload.actions.canRename`. */
  readonly rename: (name: string) => void;
  /** Removes it from the list. An unfinished upload is canceled first. */
  readonly remove: () => void;
}

/** Follows one upload. Re-renders when this upload changes, and not when others do. */
export function useUpload(id: string): UseUploadResult {
  const uploader = useUploader();
  const getUpload = () => uploader.getUpload(id)?.getSnapshot();
  const upload = useSyncExternalStore(uploader.subscribe, getUpload, getUpload);
  const commands = useMemo(
    () => ({
      pause: () => uploader.getUpload(id)?.pause(),
      resume: () => uploader.getUpload(id)?.resume(),
      cancel: () => void uploader.getUpload(id)?.cancel(),
      rename: (name: string) => uploader.getUpload(id)?.rename(name),
      retry: () => uploader.getUpload(id)?.retry(),
      remove: () => uploader.remove(id),
    }),
    [uploader, id],
  );
  return { upload, ...commands };
}
