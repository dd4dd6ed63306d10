import type { ERROR_CODES, UploadErrorCode } from '@slipway/protocol';

/** Codes that a backend sends. The other codes occur only in browsers. */
export type AnsweredCode = {
  [Code in UploadErrorCode]: (typeof ERROR_CODES)[Code]['status'] extends 0 ? never : Code;
}[UploadErrorCode];

/** What each code means for the author of a client. */
export const ERROR_MEANINGS: Readonly<Record<AnsweredCode, string>> = {
  'invalid-request':
    'The request or the item does not match this document. The message names the field and says what to send.',
  'request-too-large': 'The body is too large for the backend. Send fewer items at once.',
  'not-found': 'The route or its resource does not exist.',
  unauthorized: 'The backend does not know the caller.',
  forbidden: 'The caller, or the calling page, may not do this.',
  'token-invalid': 'The token is not from this backend. Create the upload again.',
  'token-expired': 'The upload took too long. Create it again.',
  'rate-limited': 'Too many requests. Wait as long as `Retry-After` says.',
  'quota-exceeded': 'The caller has reached a quota.',
  'file-too-large': 'The file is larger than the policy, or S3, allows.',
  'file-too-small': 'The file is smaller than the policy allows.',
  'type-not-allowed': 'The policy does not allow files of this type.',
  'too-many-files': 'More files than the policy allows.',
  'upload-not-found': 'The storage no longer knows the upload. Create it again.',
  'upload-ended':
    'The upload is already completed, aborted or refused. List its parts to see which.',
  'already-completed': 'The upload is completed, so it cannot be aborted. Its object stays.',
  'parts-missing': 'Parts are missing or wrong. Send the parts in `partNumbers` again.',
  'name-taken': 'Another object has the upload’s key.',
  'checksum-mismatch': 'The stored bytes differ from the file. Upload it again.',
  'storage-refused': 'The storage refused the request. The log says why.',
  'storage-misconfigured': 'The storage is not set up correctly. The log says what is wrong.',
  'storage-unavailable': 'The storage does not respond, or has not confirmed yet. Retry.',
  'internal-error': 'The backend failed. Its log has the details, under the request ID.',
};
