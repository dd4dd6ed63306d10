import type { UploadError, UploadErrorCode } from '@slipway/core';
import type { Format } from './format.ts';
import { IN_OTHER_WORDS } from './in-other-words.ts';
import type { Messages } from './messages.ts';

/** Errors after which sending the same file again cannot help. */
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

/** Describes an error to the user, with the next step. */
export function describeError(error: UploadError, messages: Messages, format: Format): string {
  const { code } = error;
  const { errors } = messages;
  const text = hasOtherWords(code) ? (errors[code] ?? errors[IN_OTHER_WORDS[code]]) : errors[code];
  // `canceled` has no error text. It is not a failure, but `upload.completed` rejects with it.
  if (text === undefined) return messages.status.canceled;
  return typeof text === 'string' ? text : text(error, format);
}

/** Whether a retry button makes sense. If not, the user has to change something first. */
export function canRetryHelp(error: UploadError): boolean {
  return !ANOTHER_FILE_NEEDED.has(error.code);
}
