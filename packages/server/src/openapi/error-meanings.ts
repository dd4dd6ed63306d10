import type { ERROR_CODES, UploadErrorCode } from '@slipway/protocol';

/** Codes that a backend answers; the others are seen by browsers only. */
export type AnsweredCode = {
  [Code in UploadErrorCode]: (typeof ERROR_CODES)[Code]['status'] extends 0 ? never : Code;
}[UploadErrorCode];

/** What each code means to the author of a client. */
export const ERROR_MEANINGS: Readonly<Record<AnsweredCode, string>> = {
  'invalid-request':
    'The request, or the item, is not as this document says. The message names the field and says what to send.',
  'request-too-large': 'The body is larger than the backend reads. Send fewer items at once.',
  'not-found': 'There is no such route, or nothing behind it.',
  unauthorized: 'The caller is not known.',
  forbidden: 'The caller, or the page that calls, may not do this.',
  'token-invalid': 'The upload’s token is not one of this backend’s. Create the upload anew.',
  'token-expired': 'The upload took too long. Create it anew.',
  'rate-limited': 'Too many requests. Wait as long as `Retry-After` says.',
  'quota-exceeded': 'The caller has used up what one may have.',
  'file-too-large': 'The file is larger than the policy, or S3, allows.',
  'file-too-small': 'The file is smaller than the policy allows.',
  'type-not-allowed': 'The policy does not allow files of this type.',
  'too-many-files': 'More files than the policy allows.',
  'upload-not-found': 'The storage no longer knows the upload. Create it anew.',
  'upload-ended':
    'The upload was completed, aborted or refused before. List its parts to learn how.',
  'parts-missing': 'Parts are missing or wrong: `partNumbers` are to be sent again.',
  'name-taken': 'Another object stands under the upload’s key.',
  'checksum-mismatch': 'What the storage holds differs from the file. Upload it again.',
  'storage-refused': 'The storage refused the request. The log says why.',
  'storage-misconfigured': 'The storage is not set up correctly. The log says what is wrong.',
  'storage-unavailable': 'The storage does not answer, or has not confirmed yet. Ask again.',
  'internal-error': 'The backend failed. Its log has the details, under the request’s name.',
};
