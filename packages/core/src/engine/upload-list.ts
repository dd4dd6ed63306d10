import type { Admission } from '../queue/admission.ts';
import type { Emitter } from './emitter.ts';
import type { LiveUpload } from './live-upload.ts';
import type { UploaderEvents, UploaderInstance } from './uploader.ts';

/** The uploads in order, and the commands that change the list or concern many uploads. */
export interface UploadList
  extends Pick<
    UploaderInstance,
    'cancelAll' | 'clear' | 'getUpload' | 'move' | 'pauseAll' | 'remove' | 'resumeAll' | 'retryAll'
  > {
  all(): LiveUpload[];
  /** Resumes the uploads that wait for the network. */
  resumeOffline(): void;
  add(upload: LiveUpload): void;
}

/** Creates an empty list. @param changed called when the list changes */
export function createUploadList(
  admission: Admission<LiveUpload>,
  { emit }: Emitter<UploaderEvents>,
  changed: () => void,
): UploadList {
  const uploads = new Map<string, LiveUpload>();
  const all = () => [...uploads.values()];
  const list: UploadList = {
    all,
    getUpload: (id) => uploads.get(id),
    add(upload) {
      const { id, file } = upload;
      uploads.set(id, upload);
      changed();
      emit('upload-added', { id, file });
    },
    move(id, before) {
      if (!moveBefore(uploads, id, before)) return;
      for (const upload of all()) if (upload.state.status === 'queued') admission.wait(upload);
      changed();
    },
    remove(id) {
      const upload = uploads.get(id);
      if (!upload || upload.state.status === 'completing') return;
      void upload.cancel();
      uploads.delete(id);
      changed();
      emit('upload-removed', { id });
    },
    clear() {
      for (const { id, state } of all())
        if (/completed|canceled/.test(state.status)) list.remove(id);
    },
    pauseAll() {
      // From the end, so that pausing one upload does not start another.
      for (const upload of all().reverse()) upload.pause();
    },
    resumeAll() {
      for (const upload of all()) upload.resume();
    },
    resumeOffline() {
      for (const { state, resume } of all())
        if (state.status === 'paused' && state.reason === 'offline') resume();
    },
    retryAll() {
      for (const { getSnapshot, retry } of all()) if (getSnapshot().actions.canRetry) retry();
    },
    async cancelAll() {
      const canceled = all().reverse();
      await Promise.all(canceled.map((upload) => upload.cancel()));
    },
  };
  return list;
}

/** Puts an entry before another one, or at the end. Returns whether it moved. */
function moveBefore<T>(entries: Map<string, T>, id: string, before: string | undefined): boolean {
  const moved = entries.get(id);
  if (!moved || id === before) return false;
  entries.delete(id);
  const others = [...entries];
  const place = others.findIndex(([other]) => other === before);
  others.splice(place < 0 ? others.length : place, 0, [id, moved]);
  entries.clear();
  for (const [key, entry] of others) entries.set(key, entry);
  return true;
}
