import type { UploadErrorCode } from '@slipway/core';

/** Errors with the same next step as another error. A language without a text for them uses that of the other one. */
export const IN_OTHER_WORDS = {
  'request-too-large': 'not-found',
  'token-expired': 'token-invalid',
  'upload-not-found': 'token-invalid',
  'upload-ended': 'token-invalid',
  'parts-missing': 'checksum-mismatch',
  'file-unreadable': 'file-changed',
  'storage-refused': 'not-found',
  'storage-misconfigured': 'not-found',
  stalled: 'network-error',
  'backend-unavailable': 'network-error',
  'internal-error': 'storage-unavailable',
} as const satisfies Partial<Record<UploadErrorCode, UploadErrorCode>>;

/** Error codes for which a language may have no text. No upload fails with the last two. */
export type CodeInOtherWords = keyof typeof IN_OTHER_WORDS | 'canceled' | 'already-completed';
