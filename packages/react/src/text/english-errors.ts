import type { Messages } from './messages.ts';

/** Each failure in English: what happened, then what to do. */
export const englishErrors: Messages['errors'] = {
  'invalid-request':
    'The upload service did not understand this page. Reload the page, then add the file again.',
  'request-too-large': 'Too many files went out at once. Add fewer at a time.',
  'not-found': 'The upload service was not found. Tell the owner of this page.',
  unauthorized: 'You are signed out. Sign in again, then retry.',
  forbidden: 'You may not upload here. Ask the owner of this page.',
  'token-invalid': 'This upload cannot be continued. Retry to start it again.',
  'token-expired': 'This upload is too old to be continued. Retry to start it again.',
  'rate-limited': 'Too many uploads in a short time. Wait a minute, then retry.',
  'quota-exceeded': 'Your upload quota is used up. Free some space, then retry.',

  'file-too-large': (error, format) =>
    error.limit === undefined
      ? 'This file is too large. Choose a smaller one.'
      : `This file is larger than the ${format.size(error.limit)} allowed. Choose a smaller one.`,
  'file-too-small': (error, format) =>
    error.limit === undefined || error.limit <= 1
      ? 'This file is empty. Choose another one.'
      : `This file is smaller than the ${format.size(error.limit)} needed. Choose a larger one.`,
  'type-not-allowed': 'Files of this type are not accepted here. Choose another file.',
  'too-many-files': (error, format) =>
    error.limit === undefined
      ? 'Too many files. Remove one, then add it again.'
      : format.plural(error.limit, {
          one: 'Only one file is allowed. Remove the other one, then add this again.',
          other: 'At most {n} files are allowed. Remove one, then add this again.',
        }),
  'file-changed': 'The file changed on your device during the upload. Add it again.',
  'file-unreadable':
    'The file cannot be read any more. It may have been moved or deleted: add it again.',

  'upload-not-found': 'The unfinished upload is gone from the storage. Retry to start it again.',
  'upload-ended': 'This upload has ended already. Retry to start it again.',
  'parts-missing': 'A piece of the file did not arrive. Retry to send what is missing.',
  'name-taken': 'Another file is stored under this name. Rename yours, then add it again.',
  'checksum-mismatch': 'The file was damaged on its way. Retry to send it again.',

  'storage-refused': 'The storage refused the file. Retry, or tell the owner of this page.',
  'storage-misconfigured':
    'The storage does not accept uploads from this page. Tell the owner of this page.',
  'storage-unavailable': 'The storage is busy. Wait a moment, then retry.',

  'network-error': 'The connection broke. Check your network, then retry.',
  stalled: 'The connection stood still. Check your network, then retry.',
  'backend-unavailable': 'The upload service cannot be reached. Check your network, then retry.',
  'internal-error': 'The upload service had a problem. Wait a moment, then retry.',
};
