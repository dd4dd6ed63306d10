import type { UploadErrorCode } from '@slipway/core';

/** Failures with the next step of another one, whose words will do where a language has no others. */
export const IN_OTHER_WORDS = {
  'request-too-large': 'too-many-files',
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

/** Failures that need no words of their own. */
export type CodeInOtherWords = keyof typeof IN_OTHER_WORDS | 'canceled';
