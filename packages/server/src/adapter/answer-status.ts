import { ERROR_CODES, type ErrorBody } from '@slipway/protocol';

/** The HTTP response to a result of the service. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: object;
}

/**
 * Converts a result. If all items of a batch failed with the same code, the response has that code's status
 * and the first item's error. Logs, proxies and metrics then see the failure. Any other result is 200.
 */
export function toAnswer(result: object): Answer {
  const errors = errorsOf(result);
  const [error] = errors;
  if (!error || errors.some(({ code }) => code !== error.code)) {
    return { status: 200, headers: {}, body: result };
  }
  const waitMs = Math.max(...errors.map(({ retryAfterMs = 0 }) => retryAfterMs));
  return {
    status: ERROR_CODES[error.code].status,
    headers: waitMs > 0 ? { 'Retry-After': retryAfter(waitMs) } : {},
    body: { error, ...result },
  };
}

/** The value of `Retry-After`, in whole seconds. */
export function retryAfter(waitMs: number): string {
  return String(Math.ceil(waitMs / 1_000));
}

/** The errors of a batch. Empty if any item succeeded. */
function errorsOf(result: object): readonly ErrorBody[] {
  if (!('uploads' in result) || !Array.isArray(result.uploads)) return [];
  const errors = result.uploads.flatMap(({ error }: { readonly error?: ErrorBody }) => error ?? []);
  return errors.length === result.uploads.length ? errors : [];
}
