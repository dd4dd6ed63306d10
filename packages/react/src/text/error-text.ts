import type { UploadError, UploadErrorCode } from '@slipway/core';
import type { Format } from './format.ts';
import { IN_OTHER_WORDS } from './in-other-words.ts';
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

const hasOtherWords = (code: UploadErrorCode): code is keyof typeof IN_OTHER_WORDS =>
  code in IN_OTHER_WORDS;

/** An error in words that a user understands, with the next step. */
export function describeError(error: UploadError, messages: Messages, format: Format): string {
  const { code } = error;
  const { errors } = messages;
  const text = hasOtherWords(code) ? (errors[code] ?? errors[IN_OTHER_WORDS[code]]) : errors[code];
  // A cancel is no failure, and is only told where somebody waits for the upload to complete.
  if (text === undefined) return messages.status.canceled;
  return typeof text === 'string' ? text : text(error, format);
}

/** Whether a retry button makes sense; where it does not, the user has to change something first. */
export function canRetryHelp(error: UploadError): boolean {
  return !ANOTHER_FILE_NEEDED.has(error.code);
}
