import type { UploadError, UploadErrorCode, UploadErrorOptions } from '@slipway/protocol';
import { failure } from '../retry/failure.ts';

/** The error for the answer of a proxy, a gateway, a login page or another server. */
export function foreignFailure(
  { headers, ok, redirected, status, url }: Response,
  options: UploadErrorOptions,
): UploadError {
  const isLoginPage = ok && (redirected || /html/.test(headers.get('content-type') ?? ''));
  const code = isLoginPage ? 'unauthorized' : codeOf(status);
  return failure(code, { ...options, cause: `${url} answered ${status}` });
}

function codeOf(status: number): UploadErrorCode {
  if (status === 401) return 'unauthorized';
  if (status === 403) return 'forbidden';
  if (status === 413) return 'request-too-large';
  return status >= 500 || /408|425|429/.test(String(status)) ? 'backend-unavailable' : 'not-found';
}
