import { UploadError, type UploadErrorCode, type UploadErrorOptions } from '@slipway/protocol';

const CHECK = 'Check your connection and try again.';
const TELL = "Tell the site's owner.";
const LATER = 'Try again in a few minutes.';
const CHOOSE = 'Choose it again.';

/** What happened and what to do, for what the browser itself finds out. The backend brings its own sentences. */
const SENTENCES: { readonly [code in UploadErrorCode]?: string } = {
  'network-error': `The connection to the storage failed. ${CHECK}`,
  stalled: `No bytes get through. ${CHECK}`,
  'backend-unavailable': `The upload service does not answer. ${CHECK}`,
  'rate-limited': `These are too many requests at once. ${LATER}`,
  'storage-unavailable': `The storage is busy. ${LATER}`,
  'storage-refused': `The storage refused the file. ${TELL}`,
  'storage-misconfigured': `The storage is not set up for this. ${TELL}`,
  'not-found': `There is no upload service here. ${TELL}`,
  unauthorized: 'You are not signed in. Sign in and try again.',
  forbidden: `You may not upload here. ${TELL}`,
  'upload-not-found': 'The unfinished upload is gone. Try again.',
  'name-taken': 'There is a file of this name already. Rename it and try again.',
  'checksum-mismatch': `The bytes were damaged on their way. ${CHECK}`,
  'file-changed': `The file was changed or deleted meanwhile. ${CHOOSE}`,
  'file-unreadable': `The file cannot be read. ${CHOOSE}`,
  'file-too-large': 'The file is larger than the storage can hold.',
  'internal-error': 'Something unexpected happened. Try again.',
  canceled: 'The upload was canceled.',
};

/** Makes the error for `code`, with its sentence. */
export function failure(code: UploadErrorCode, options?: UploadErrorOptions): UploadError {
  return new UploadError(code, { message: SENTENCES[code] ?? code, ...options });
}
