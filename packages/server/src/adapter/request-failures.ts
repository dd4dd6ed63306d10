import { UploadError } from '@slipway/protocol';
import { retryAfter } from './answer-status.ts';

const MAX_PATH_LENGTH = 160;

/**
 * Only `application/json` in UTF-8 is read, uncompressed. Forms of other sites cannot send it without a CORS preflight.
 */
export function notJson(): UploadError {
  return new UploadError('invalid-request', {
    status: 415,
    message:
      'Send the request as JSON in UTF-8, uncompressed, with the content type application/json.',
  });
}

/** The content type is JSON, but the body is not. */
export function invalidJson(): UploadError {
  return new UploadError('invalid-request', { message: 'The request is not valid JSON.' });
}

/** The body exceeds the owner's limit. */
export function bodyTooLarge(maxBytes: number): UploadError {
  return new UploadError('request-too-large', {
    message: `The request is larger than ${maxBytes} bytes. Send fewer items at once.`,
    limit: maxBytes,
  });
}

/** The body has more fields and items than the largest valid request. */
export function tooManyFields(): UploadError {
  return new UploadError('invalid-request', {
    message: 'The request has too many fields and items. Send fewer at once.',
  });
}

/** No route has this method and path. */
export function routeNotFound(method: string, path: string): UploadError {
  return new UploadError('not-found', {
    message: `There is no ${method} ${path.slice(0, MAX_PATH_LENGTH)} here.`,
  });
}

/** Headers of an error response: `Retry-After`, if the error says how long to wait. */
export function failureHeaders({ retryAfterMs }: UploadError): Readonly<Record<string, string>> {
  return retryAfterMs === undefined ? {} : { 'Retry-After': retryAfter(retryAfterMs) };
}
