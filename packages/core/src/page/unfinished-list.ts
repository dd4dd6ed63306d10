import type { UnfinishedUpload, UploaderInstance } from '../engine/uploader.ts';

/** The result of {@link followUnfinished}. */
export interface UnfinishedList {
  /** Removes the upload from the list and deletes its parts from S3. */
  readonly discard: (upload: UnfinishedUpload) => void;
  readonly stop: () => void;
}

/**
 * Finds the uploads that earlier visits left unfinished, oldest first, and keeps the list up to date: adding the file of an
 * upload removes it. If the lookup fails, the list stays empty. Choosing the file again still resumes its upload.
 *
 * @param show gets each new list
 */
export function followUnfinished(
  uploader: UploaderInstance,
  show: (unfinished: readonly UnfinishedUpload[]) => void,
): UnfinishedList {
  let isWanted = true;
  let list: readonly UnfinishedUpload[] = [];
  const set = (next: readonly UnfinishedUpload[]) => {
    // Without a change, thousands of added files cause no rendering.
    if (next.length === list.length) return;
    list = next;
    show(list);
  };
  const forget = () => {
    isWanted = false;
    set([]);
  };
  uploader.getUnfinished().then(
    (found) => isWanted && set(found),
    () => undefined,
  );
  const stopAdded = uploader.on('upload-added', ({ file }) =>
    set(list.filter(({ name, size }) => name !== file.name || size !== file.size)),
  );
  const stopForgetting = uploader.on('all-forgotten', forget);
  return {
    discard(upload) {
      set(list.filter((other) => other !== upload));
      void upload.discard();
    },
    stop() {
      stopAdded();
      stopForgetting();
      forget();
    },
  };
}
