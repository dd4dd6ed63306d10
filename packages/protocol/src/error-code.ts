/**
 * Every code that an upload can fail with. `status` is the HTTP status of the backend's response, or `0`
 * if only the browser sees the failure. `retryable` says whether an automatic retry can help.
 */
export const ERROR_CODES = {
  // The request
  'invalid-request': { status: 400, retryable: false },
  'request-too-large': { status: 413, retryable: false },
  'not-found': { status: 404, retryable: false },
  unauthorized: { status: 401, retryable: false },
  forbidden: { status: 403, retryable: false },
  'token-invalid': { status: 401, retryable: false },
  'token-expired': { status: 401, retryable: false },
  'rate-limited': { status: 429, retryable: true },
  'quota-exceeded': { status: 403, retryable: false },
  // The file and the policy
  'file-too-large': { status: 413, retryable: false },
  'file-too-small': { status: 400, retryable: false },
  'type-not-allowed': { status: 415, retryable: false },
  'too-many-files': { status: 400, retryable: false },
  'file-changed': { status: 0, retryable: false },
  'file-unreadable': { status: 0, retryable: false },
  // The upload
  'upload-not-found': { status: 404, retryable: false },
  'upload-ended': { status: 409, retryable: false },
  'already-completed': { status: 409, retryable: false },
  'parts-missing': { status: 409, retryable: true },
  'name-taken': { status: 409, retryable: false },
  'checksum-mismatch': { status: 409, retryable: true },
  // The storage
  'storage-refused': { status: 502, retryable: false },
  'storage-misconfigured': { status: 502, retryable: false },
  'storage-unavailable': { status: 503, retryable: true },
  // The network
  'network-error': { status: 0, retryable: true },
  stalled: { status: 0, retryable: true },
  'backend-unavailable': { status: 0, retryable: true },
  'internal-error': { status: 500, retryable: true },
  // What the user did
  canceled: { status: 0, retryable: false },
} as const satisfies Record<string, { readonly status: number; readonly retryable: boolean }>;

/** Names one way in which an upload can fail. Branch on the code, never on a message. */
export type UploadErrorCode = keyof typeof ERROR_CODES;

/** Narrows a value from a response. */
export function isUploadErrorCode(value: unknown): value is UploadErrorCode {
  return typeof value === 'string' && Object.hasOwn(ERROR_CODES, value);
}
