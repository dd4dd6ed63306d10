import { UploadError } from '@slipway/protocol';
import { retryAfter } from './answer-status.ts';

const MAX_PATH_LENGTH = 160;

/** Only `application/json` is read: a form of another site cannot send that without asking first. */
export function notJson(): UploadError {
  return new UploadError('invalid-request', {
    message: 'Send the request as JSON, with the content type application/json.',
  });
}

/** The body has the right type and is not what it says. */
export function invalidJson(): UploadError {
  return new UploadError('invalid-request', { message: 'The request is not valid JSON.' });
}

/** The body is larger than the owner wants to read. */
export function bodyTooLarge(maxBytes: number): UploadError {
  return new UploadError('request-too-large', {
    message: `The request is larger than ${maxBytes} bytes. Send fewer items at once.`,
    limit: maxBytes,
  });
}

/** No route has this method and path. */
export function routeNotFound(method: string, path: string): UploadError {
  return new UploadError('not-found', {
    message: `There is no ${method} ${path.slice(0, MAX_PATH_LENGTH)} here.`,
  });
}

/** Headers of an answer that is an error: it says how long to wait, where the error does. */
export function failureHeaders({ retryAfterMs }: UploadError): Readonly<Record<string, string>> {
  return retryAfterMs === undefined ? {} : { 'Retry-After': retryAfter(retryAfterMs) };
}
