import { type BatchItem, UploadError } from '@slipway/protocol';

/** Reports the failed items of a batch. */
export interface BatchReporter {
  /** Included in the error of each failed item. */
  readonly requestId: string;
  /** Reports a failure to the owner, and returns the error that a browser may see. */
  fail(error: unknown): UploadError;
}

/**
 * Enough to hide the latency of S3 and of the store, without taking all connections. It also bounds how long presigning
 * blocks the event loop.
 */
const PARALLEL_ITEMS = 16;

/**
 * Runs `work` for every item, {@link PARALLEL_ITEMS} at a time. Items succeed and fail independently. Results keep the
 * items' order.
 */
export async function settleBatch<Item, Result>(
  { fail, requestId }: BatchReporter,
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
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
  await Promise.all(Array.from({ length: Math.min(PARALLEL_ITEMS, items.length) }, worker));
  return results;
}

/** Like {@link settleBatch}, but equal items share one run of `work`, and its failure is reported once. */
export async function settleDistinct<Item, Result>(
  reporter: BatchReporter,
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<BatchItem<Result>[]> {
  const texts = items.map((item) => JSON.stringify(item));
  const distinct = new Map(items.map((item, place) => [texts[place], item]));
  const results = await settleBatch(reporter, [...distinct.values()], work);
  const places = new Map([...distinct.keys()].map((text, place) => [text, place]));
  return texts.map((text) => results[places.get(text) ?? 0] as BatchItem<Result>);
}

/** The error that a browser may see. Any error except an {@link UploadError} becomes `internal-error`. */
export function publicError(error: unknown): UploadError {
  if (UploadError.is(error) && error.status >= 400) return error;
  return new UploadError('internal-error', {
    message: 'The server failed. Try again, or tell its operator.',
  });
}
