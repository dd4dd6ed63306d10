import { UploadError, type UploadErrorCode, type UploadErrorOptions } from '@slipway/protocol';

const UNREACHABLE = 'The connection failed. Check it and try again.';
const BUSY = 'The service is busy. Try again later.';
const MISCONFIGURED = "The service can't take this upload. Tell the site's owner.";
const UNREADABLE = 'The file was changed or is gone. Choose it again.';

/**
 * Messages for errors that the browser detects: what happened, then what to do. The backend sends its own messages. The
 * widget translates by code.
 */
const SENTENCES: { readonly [code in UploadErrorCode]?: string } = {
  'network-error': UNREACHABLE,
  stalled: UNREACHABLE,
  'backend-unavailable': UNREACHABLE,
  'rate-limited': BUSY,
  'storage-unavailable': BUSY,
  'storage-refused': MISCONFIGURED,
  'storage-misconfigured': MISCONFIGURED,
  'not-found': MISCONFIGURED,
  'file-changed': UNREADABLE,
  'file-unreadable': UNREADABLE,
  'file-too-large': 'The file is too large. Choose a smaller one.',
  'name-taken': 'The name is taken. Rename the file and try again.',
  'request-too-large': "A proxy limits the size of requests. Tell the site's owner.",
  forbidden: "You may not upload here. Tell the site's owner.",
  unauthorized: 'You are signed out. Sign in and try again.',
  canceled: 'The upload was canceled.',
};

/** Creates the error for `code`, with its message. */
export function failure(code: UploadErrorCode, options?: UploadErrorOptions): UploadError {
  const message = SENTENCES[code] ?? 'Something went wrong. Try again.';
  return new UploadError(code, { message, ...options });
}
