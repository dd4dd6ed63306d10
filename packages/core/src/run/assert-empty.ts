import { failure } from '../retry/failure.ts';

/**
 * Reads a file that was empty when it was picked. Browsers send such a file without a look at the disk,
 * and slices of it are empty, whatever became of it.
 *
 * @throws UploadError `file-changed` when it holds bytes by now; `file-unreadable` when it is gone
 */
export async function assertEmpty(file: Blob): Promise<void> {
  const reader = file.stream().getReader();
  // Firefox reads what was written since: one chunk tells enough.
  const chunk = await reader.read().catch((error) => explain(file, error));
  if (chunk.done) return;
  void reader.cancel();
  throw failure('file-changed');
}

/** Streams fail for all causes alike. Reading the whole file names the cause. */
async function explain(file: Blob, ofStream: Error): Promise<never> {
  const cause: Error = await file.arrayBuffer().then(
    () => ofStream,
    (error) => error,
  );
  const isChanged = cause.name === 'NotReadableError';
  throw failure(isChanged ? 'file-changed' : 'file-unreadable', { cause });
}
