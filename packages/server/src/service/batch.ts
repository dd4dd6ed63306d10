import { type BatchItem, UploadError } from '@slipway/protocol';

/** How a failed item is reported and named. */
interface BatchReporter {
  readonly requestId: string;
  /** Reports a failure to the owner, and returns the error that a browser may see. */
  fail(error: unknown): UploadError;
}

/** Enough to hide S3's latency, few enough not to hog its connections. */
const PARALLEL_ITEMS = 16;

/**
 * Does `work` for every item, `parallel` of them side by side; each succeeds or fails on its own. Answers in the
 * order of the items.
 */
export async function settleBatch<Item, Result>(
  { fail, requestId }: BatchReporter,
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
  parallel = PARALLEL_ITEMS,
): Promise<BatchItem<Result>[]> {
  const results: BatchItem<Result>[] = [];
  const queue = items.entries();
  const worker = async () => {
    for (const [index, item] of queue) {
      try {
        results[index] = await work(item);
      } catch (error) {
        results[index] = { error: fail(error).toBody(requestId) };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(parallel, items.length) }, worker));
  return results;
}

/** The error as it may be shown: what is not an {@link UploadError} is told in the log only. */
export function publicError(error: unknown): UploadError {
  if (UploadError.is(error) && error.status >= 400) return error;
  return new UploadError('internal-error', {
    message: 'The server failed. Try again, or tell its operator.',
  });
}
