import type { UploadError, UploadErrorCode } from '@slipway/core';
import type { Format } from './format.ts';
import type { Messages } from './messages.ts';

/** Failures where sending the same file once more cannot help. */
const ANOTHER_FILE_NEEDED: ReadonlySet<UploadErrorCode> = new Set([
  'file-too-large',
  'file-too-small',
  'type-not-allowed',
  'too-many-files',
  'file-changed',
  'file-unreadable',
  'name-taken',
  'forbidden',
  'canceled',
]);

/** An error in words that a user understands, with the next step. */
export function describeError(error: UploadError, messages: Messages, format: Format): string {
  const text = messages.errors[error.code];
  return typeof text === 'string' ? text : text(error, format);
}

/** Whether a retry button makes sense; where it does not, the user has to change something first. */
export function canRetryHelp(error: UploadError): boolean {
  return !ANOTHER_FILE_NEEDED.has(error.code);
}
