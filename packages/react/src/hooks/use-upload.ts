import { type UploadCommands, type UploadSnapshot, uploadCommands } from '@slipway/core';
import { useMemo, useSyncExternalStore } from 'react';
import { useUploader } from '../uploader/use-uploader.ts';

/** The result of {@link useUpload}: the current state of one upload, and its commands. */
export interface UseUploadResult extends UploadCommands {
  /** `undefined` once the upload is removed from the list. Switch on `upload.state.status`. */
  readonly upload: UploadSnapshot | undefined;
}

/** Follows one upload. Re-renders when this upload changes, and not when others do. */
export function useUpload(id: string): UseUploadResult {
  const uploader = useUploader();
  const getUpload = () => uploader.getUpload(id)?.getSnapshot();
  const upload = useSyncExternalStore(uploader.subscribe, getUpload, getUpload);
  const commands = useMemo(() => uploadCommands(uploader, () => id), [uploader, id]);
  return { upload, ...commands };
}
