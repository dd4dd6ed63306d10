import { failure } from '../retry/failure.ts';

/**
 * Reads a file that was empty when the user picked it. Browsers send such a file without reading the disk, and slices
 * of it stay empty even when the file has changed.
 *
 * @throws UploadError `file-changed` when the file has bytes by now. `file-unreadable` when it is gone
 */
export async function assertEmpty(file: Blob): Promise<void> {
  const reader = file.stream().getReader();
  // Firefox reads what was written since. One chunk is enough to see that.
  const chunk = await reader.read().catch((error) => explain(file, error));
  if (chunk.done) return;
  void reader.cancel();
  throw failure('file-changed');
}

/** Streams fail in the same way for every cause. Reading the whole file names the cause. */
async function explain(file: Blob, ofStream: Error): Promise<never> {
  const cause: Error = await file.arrayBuffer().then(
    () => ofStream,
    (error) => error,
  );
  const isChanged = cause.name === 'NotReadableError';
  throw failure(isChanged ? 'file-changed' : 'file-unreadable', { cause });
}
