import { ERROR_CODES, type ErrorBody } from '@slipway/protocol';

/** How a result of the service is answered. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: object;
}

/**
 * A batch whose items all failed with one code has failed as a whole: it answers that code's status,
 * with the first item's error beside the items, so that logs, proxies and metrics see it. Everything
 * else that the service has a result for is 200.
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

/** `Retry-After` is in whole seconds. */
export function retryAfter(waitMs: number): string {
  return String(Math.ceil(waitMs / 1_000));
}

/** The errors of a batch; none where an item succeeded. */
function errorsOf(result: object): readonly ErrorBody[] {
  if (!('uploads' in result) || !Array.isArray(result.uploads)) return [];
  const errors = result.uploads.flatMap(({ error }: { readonly error?: ErrorBody }) => error ?? []);
  return errors.length === result.uploads.length ? errors : [];
}
