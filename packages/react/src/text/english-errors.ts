import type { Messages } from './messages.ts';

/** Each failure in English: what happened, then what to do. */
export const englishErrors: Messages['errors'] = {
  'invalid-request': 'Something went wrong. Reload the page, then add the file again.',
  'request-too-large': 'A proxy blocked a large request. Contact the site owner.',
  'not-found': "Uploads aren't set up on this page. Contact the site owner.",
  unauthorized: "You're signed out. Sign in, then retry.",
  forbidden: "You don't have permission to upload here. Contact the site owner.",
  'token-invalid': "This upload can't be resumed. Retry to start over.",
  'token-expired': 'This upload has expired. Retry to start over.',
  'rate-limited': 'Too many uploads in a short time. Wait a minute, then retry.',
  'quota-exceeded': "You're out of storage space. Free up some space, then retry.",

  'file-too-large': (error, format) =>
    error.limit === undefined
      ? 'This file is too large. Choose a smaller one.'
      : `This file is larger than ${format.limit(error.limit)}. Choose a smaller one.`,
  'file-too-small': (error, format) =>
    error.limit === undefined || error.limit <= 1
      ? 'This file is empty. Choose another one.'
      : `This file is smaller than ${format.limit(error.limit)}. Choose a larger one.`,
  'type-not-allowed': "This type of file isn't accepted here. Choose another one.",
  'too-many-files': (error, format) =>
    error.limit === undefined
      ? 'Too many files. Remove one, then add this one again.'
      : format.plural(error.limit, {
          one: 'Only one file is allowed. Remove the other one, then add this one again.',
          other: 'Only {n} files are allowed. Remove one, then add this one again.',
        }),
  'file-changed': 'The file changed during the upload. Add it again.',
  'file-unreadable':
    'This file can no longer be read. Check that it still exists, then add it again.',

  'upload-not-found': 'The unfinished upload no longer exists. Retry to start over.',
  'upload-ended': 'This upload has already ended. Retry to start over.',
  'parts-missing': "Part of the file didn't arrive. Retry to send it.",
  'name-taken': 'A file with this name already exists. Rename yours, then add it again.',
  'checksum-mismatch': 'The file was damaged in transit. Retry to send it again.',

  'storage-refused': 'Storage rejected the file. Retry, or contact the site owner.',
  'storage-misconfigured': "Storage doesn't accept uploads from this page. Contact the site owner.",
  'storage-unavailable': 'Storage is busy. Wait a moment, then retry.',

  'network-error': 'Connection lost. Check your network, then retry.',
  stalled: 'Connection timed out. Check your network, then retry.',
  'backend-unavailable': "Can't reach the server. Check your network, then retry.",
  'internal-error': 'Something went wrong on the server. Wait a moment, then retry.',
};
