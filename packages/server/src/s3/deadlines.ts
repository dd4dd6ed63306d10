import type { S3Client } from '@aws-sdk/client-s3';

/** How long one call to S3 may take in all, in milliseconds. The SDK's own retries are included. */
export interface Deadlines {
  /** Of every call but CompleteMultipartUpload. */
  readonly callMs: number;
  /** Of CompleteMultipartUpload: S3 can take minutes to assemble a large object. */
  readonly completeMs: number;
}

/** What of an S3 client the calls use, and how long they may take. A client of the SDK is one. */
export interface StorageClient extends Pick<S3Client, 'config' | 'middlewareStack'> {
  /** @defaultValue {@link DEFAULT_DEADLINES} */
  readonly deadlines?: Deadlines | undefined;
}

/** Within what a browser waits for an answer: 60 seconds, and 10 minutes for Complete. */
export const DEFAULT_DEADLINES: Deadlines = { callMs: 30_000, completeMs: 300_000 };

/** The same client, with other deadlines. The client itself stays as it is. */
export function withDeadlines(
  { config, middlewareStack }: S3Client,
  deadlines: Deadlines,
): StorageClient {
  return { config, middlewareStack, deadlines };
}

/**
 * Does `work`, and gives it up when it takes longer than `timeoutMs`. The SDK alone would wait for ever: its clients
 * have no time limit by default, and `requestTimeout` only logs a warning unless `throwOnRequestTimeout` is set.
 *
 * @param what is done, for the log
 * @throws Error `TimeoutError` when the time is up, whether or not `work` listens to its signal
 */
export async function withinDeadline<T>(
  timeoutMs: number,
  what: string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const end = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      const error = new Error(`${what} took longer than ${timeoutMs} ms.`);
      error.name = 'TimeoutError';
      reject(error);
      end.abort(error);
    }, timeoutMs);
  });
  try {
    return await Promise.race([work(end.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}
