import { bodyTooLarge, invalidJson, notJson, tooManyFields } from './request-failures.ts';

/** Reads a header of the request. */
export type ReadHeader = (name: string) => string | null | undefined;

/**
 * Checks what the headers say about a body, before anything of it is read.
 *
 * @throws UploadError `invalid-request` with status 415, or `request-too-large`
 */
export function checkBodyHead(read: ReadHeader, maxBytes: number): void {
  assertJson(read);
  if (Number(read('content-length') ?? 0) > maxBytes) throw bodyTooLarge(maxBytes);
}

/** @throws UploadError `invalid-request` with status 415, unless the headers say JSON in UTF-8, uncompressed */
export function assertJson(read: ReadHeader): void {
  const [type = '', ...parameters] = (read('content-type') ?? '').split(';');
  if (type.trim().toLowerCase() !== 'application/json') throw notJson();
  if (!parameters.every(isHarmless)) throw notJson();
  if ((read('content-encoding') ?? 'identity').toLowerCase() !== 'identity') throw notJson();
}

/** JSON is always UTF-8, so another charset is an error. @see https://www.rfc-editor.org/rfc/rfc8259#section-8.1 */
function isHarmless(parameter: string): boolean {
  const [name = '', value = ''] = parameter.split('=');
  return name.trim().toLowerCase() !== 'charset' || /^\s*"?utf-8"?\s*$/i.test(value);
}

/**
 * Counts fields and items before it parses, because small ones in great number take a hundred times as long as long texts.
 *
 * @throws UploadError `invalid-request`, also for more than `maxMarks` opening brackets, colons and commas
 */
export function parseJson(bytes: Uint8Array, maxMarks: number): unknown {
  if (hasMoreMarks(bytes, maxMarks)) throw tooManyFields();
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw invalidJson();
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPENING_BRACKET = 0x5b;
const OPENING_BRACE = 0x7b;

/** All of these characters are one byte in UTF-8, and no other character contains that byte. */
function hasMoreMarks(bytes: Uint8Array, most: number): boolean {
  let marks = 0;
  let isText = false;
  for (let i = 0; i < bytes.length; i += 1) {
    const byte = bytes[i];
    if (byte === QUOTE) isText = !isText;
    else if (isText) i += byte === BACKSLASH ? 1 : 0;
    else if (
      byte === COMMA ||
      byte === COLON ||
      byte === OPENING_BRACKET ||
      byte === OPENING_BRACE
    ) {
      marks += 1;
      if (marks > most) return true;
    }
  }
  return false;
}
