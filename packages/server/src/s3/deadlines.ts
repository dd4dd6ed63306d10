import type { S3Client } from '@aws-sdk/client-s3';
import type { Tracing } from '../tracing.ts';
import type { S3ClientLike } from './s3-client-like.ts';
import { asSdkClient } from './sdk-client.ts';

/** How long one call to S3 may take in total, in milliseconds, including the SDK's own retries. */
export interface Deadlines {
  /** For every call except CompleteMultipartUpload. */
  readonly callMs: number;
  /** For CompleteMultipartUpload. S3 can take minutes to assemble a large object. */
  readonly completeMs: number;
}

/** The parts of an S3 client that calls use, and their deadlines. An SDK client is one. */
export interface StorageClient extends Pick<S3Client, 'config' | 'middlewareStack'> {
  /** @defaultValue {@link DEFAULT_DEADLINES} */
  readonly deadlines?: Deadlines | undefined;
  /** Makes a span for each call. @defaultValue none */
  readonly tracing?: Tracing | undefined;
}

/** Shorter than the browser's own timeouts: 60 seconds, and 10 minutes for Complete. */
export const DEFAULT_DEADLINES: Deadlines = { callMs: 30_000, completeMs: 300_000 };

/**
 * The same client with other deadlines, and with spans. The client itself is not changed.
 *
 * @throws TypeError if the client cannot work with this copy of the SDK
 */
export function withDeadlines(
  client: S3ClientLike,
  deadlines: Deadlines,
  tracing?: Tracing | undefined,
): StorageClient {
  return { ...asSdkClient(client), deadlines, tracing };
}

/**
 * Runs `work` and rejects if it takes longer than `timeoutMs`. The SDK alone would wait forever. Its clients have no
 * timeout by default, and `requestTimeout` only logs a warning unless `throwOnRequestTimeout` is set.
 *
 * @param what names the work in the log
 * @throws Error `TimeoutError` at the deadline, even if `work` ignores its signal
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
