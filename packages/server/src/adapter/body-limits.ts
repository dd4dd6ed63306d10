import { UploadError } from '@slipway/protocol';

/** Limits of request bodies. */
export interface BodyOptions {
  /**
   * Largest request body, in bytes. A route whose largest valid request needs less accepts less. One caller may send four
   * times as much at the same time; more gets 429.
   *
   * @defaultValue 2 MiB, enough for every request of Slipway's engine
   */
  readonly maxBodyBytes?: number | undefined;
  /** How long a body may take to arrive, in milliseconds. After that, the response is 408. @defaultValue 20,000 */
  readonly bodyTimeoutMs?: number | undefined;
}

/** The limits of a request's body. */
export interface BodyLimits {
  readonly maxBytes: number;
  readonly timeoutMs: number;
}

/** The longest delay of `setTimeout`. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/** @throws TypeError for limits that no body can meet */
export function bodyLimitsOf(options: BodyOptions): BodyLimits {
  const { maxBodyBytes: maxBytes = 2 * 1_024 ** 2, bodyTimeoutMs: timeoutMs = 20_000 } = options;
  if (!Number.isInteger(maxBytes) || maxBytes < 1) {
    throw new TypeError(`maxBodyBytes must be a whole number of bytes. It is ${maxBytes}.`);
  }
  if (!Number.isInteger(timeoutMs) || timeoutMs < 1 || timeoutMs > MAX_TIMEOUT_MS) {
    throw new TypeError(
      `bodyTimeoutMs must be a whole number of milliseconds. It is ${timeoutMs}.`,
    );
  }
  return { maxBytes, timeoutMs };
}

/**
 * Waits for a body, with a timeout. Otherwise a client that sends one byte a minute could hold a connection and its
 * memory forever.
 *
 * @throws UploadError `network-error` with status 408 on a timeout
 */
export async function withinTime<T>(reading: Promise<T>, { timeoutMs }: BodyLimits): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooSlow = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(bodyTooSlow()), timeoutMs);
  });
  try {
    return await Promise.race([reading, tooSlow]);
  } finally {
    clearTimeout(timer);
  }
}

function bodyTooSlow(): UploadError {
  return new UploadError('network-error', {
    status: 408,
    message: 'The request did not arrive in time. Send it again.',
  });
}
