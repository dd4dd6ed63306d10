import { ERROR_CODES, isUploadErrorCode, type UploadErrorCode } from './error-code.ts';

/** An error in a response's body. */
export interface ErrorBody {
  /** Branch on this, never on the message. */
  readonly code: UploadErrorCode;
  /** One sentence: what happened and what to do. */
  readonly message: string;
  /** Identifies the request in the backend's log. */
  readonly requestId?: string | undefined;
  /** The limit that was exceeded, in bytes or files, if the code is about one. */
  readonly limit?: number | undefined;
  /** The numbers of the parts to send again, with `parts-missing`. @integer from 1 */
  readonly partNumbers?: readonly number[] | undefined;
  /**
   * How long to wait before the next attempt, in milliseconds. It is in the body because an item of a batch has no
   * `Retry-After` header.
   */
  readonly retryAfterMs?: number | undefined;
}

/** What an {@link UploadError} can carry apart from its code. */
export interface UploadErrorOptions extends Partial<Omit<ErrorBody, 'code'>> {
  /** HTTP status of the response, if there was one. @defaultValue the status of the code */
  readonly status?: number | undefined;
  readonly cause?: unknown;
}

/** The only error class Slipway throws. Branch on {@link UploadError.code}, never on the message. */
export class UploadError extends Error {
  override readonly name = 'UploadError';
  readonly code: UploadErrorCode;
  readonly status: number;
  readonly requestId: string | undefined;
  readonly limit: number | undefined;
  readonly partNumbers: readonly number[] | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(code: UploadErrorCode, options: UploadErrorOptions = {}) {
    super(options.message ?? code, options);
    this.code = code;
    this.status = options.status ?? ERROR_CODES[code].status;
    this.requestId = options.requestId;
    this.limit = options.limit;
    this.partNumbers = options.partNumbers;
    this.retryAfterMs = options.retryAfterMs;
  }

  /** Whether the same attempt can succeed later. */
  get retryable(): boolean {
    return ERROR_CODES[this.code].retryable;
  }

  /**
   * Rebuilds an error from the body of a response. Returns `undefined` when the body is not an
   * {@link ErrorBody}. The `Retry-After` header, given in `options`, takes precedence over the body.
   */
  static fromBody(
    body: unknown,
    options: Pick<UploadErrorOptions, 'status' | 'retryAfterMs'> = {},
  ): UploadError | undefined {
    if (typeof body !== 'object' || body === null || !('code' in body)) return undefined;
    const { code, message, requestId, limit, partNumbers, retryAfterMs } = body as Record<
      string,
      unknown
    >;
    if (!isUploadErrorCode(code)) return undefined;
    return new UploadError(code, {
      status: options.status,
      retryAfterMs: options.retryAfterMs ?? (isWait(retryAfterMs) ? retryAfterMs : undefined),
      message: typeof message === 'string' ? message : code,
      requestId: typeof requestId === 'string' ? requestId : undefined,
      limit: typeof limit === 'number' ? limit : undefined,
      partNumbers: Array.isArray(partNumbers)
        ? partNumbers.filter((n): n is number => Number.isInteger(n))
        : undefined,
    });
  }

  /** The error as the body of a response. */
  toBody(requestId: string | undefined = this.requestId): ErrorBody {
    const { code, message, limit, partNumbers, retryAfterMs } = this;
    return { code, message, requestId, limit, partNumbers, retryAfterMs };
  }

  /** Recognizes an error of this class, even when the page loads two copies of the package. */
  static is(value: unknown): value is UploadError {
    return (
      value instanceof Error &&
      value.name === 'UploadError' &&
      'code' in value &&
      isUploadErrorCode(value.code)
    );
  }
}

function isWait(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
