import type { Admission } from '../queue/admission.ts';
import { isRunning } from '../upload/state.ts';
import type { Emitter } from './emitter.ts';
import type { LiveUpload, UploadHost } from './live-upload.ts';
import type { UploaderEvents } from './uploader.ts';

/** Emits events for what uploads report, and starts the next upload when one ends. */
export function createUploadHost(
  admission: Admission<LiveUpload>,
  { emit }: Emitter<UploaderEvents>,
  onChange: () => void,
): UploadHost {
  return {
    onChange,
    onPartUploaded({ id }, partNumber, etag) {
      emit('part-uploaded', { id, partNumber, etag });
    },
    onTransition(upload, from) {
      const { id, state } = upload;
      const { status } = state;
      if (status === 'queued') admission.wait(upload);
      else if (!isRunning(status)) admission.leave(upload);
      if (status !== from) {
        if (status === 'completed') emit('upload-completed', { id, object: state.object });
        else if (status === 'failed') emit('upload-failed', { id, error: state.error });
        else if (status === 'canceled') emit('upload-canceled', { id });
      }
      admission.fill();
    },
  };
}
