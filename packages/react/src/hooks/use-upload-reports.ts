import type { CompletedObject, UploadError, UploadErrorCode } from '@slipway/core';
import { useRef } from 'react';
import { useUploader } from '../uploader/use-uploader.ts';
import { useUploaderEvent } from './use-uploader-event.ts';

/** Callbacks of the page for its uploads. */
interface UploadListeners {
  readonly onCompleted?: ((object: CompletedObject, file: File) => void) | undefined;
  readonly onFailed?: ((error: UploadError, file: File) => void) | undefined;
}

/** Failures that come from the user's files or connection. The developer has nothing to fix. */
const NOT_THE_PAGE =
  /^(file|type|name|quota|rate)-|^(too-many-files|network-error|stalled|canceled)$/;

/**
 * Tells the page of completed and failed uploads. Warns the developer in the console of failures that only the
 * developer can fix: once per cause, with a link to the documentation.
 */
export function useUploadReports({ onCompleted, onFailed }: UploadListeners): void {
  const uploader = useUploader();
  const told = useRef(new Set<UploadErrorCode>());
  useUploaderEvent('upload-completed', ({ id, object }) => {
    const file = uploader.getUpload(id)?.file;
    if (file) onCompleted?.(object, file);
  });
  useUploaderEvent('upload-failed', ({ id, error }) => {
    const { code, message } = error;
    if (!NOT_THE_PAGE.test(code) && !told.current.has(code)) {
      told.current.add(code);
      console.warn(`Slipway: ${code}. ${message} See docs/troubleshooting.md#${code}`);
    }
    const file = uploader.getUpload(id)?.file;
    if (file) onFailed?.(error, file);
  });
}
