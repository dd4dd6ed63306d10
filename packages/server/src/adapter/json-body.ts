import { bodyTooLarge, invalidJson, notJson } from './request-failures.ts';

/** Reads a header of the request. */
export type ReadHeader = (name: string) => string | null | undefined;

/**
 * Checks what the headers say about a body, before anything of it is read.
 *
 * @throws UploadError `invalid-request` with status 415, or `request-too-large`
 */
export function checkBodyHead(read: ReadHeader, maxBytes: number): void {
  const [type = '', ...parameters] = (read('content-type') ?? '').split(';');
  if (type.trim().toLowerCase() !== 'application/json') throw notJson();
  if (!parameters.every(isHarmless)) throw notJson();
  if ((read('content-encoding') ?? 'identity').toLowerCase() !== 'identity') throw notJson();
  if (Number(read('content-length') ?? 0) > maxBytes) throw bodyTooLarge(maxBytes);
}

/** JSON is always UTF-8, so another charset is an error. @see https://www.rfc-editor.org/rfc/rfc8259#section-8.1 */
function isHarmless(parameter: string): boolean {
  const [name = '', value = ''] = parameter.split('=');
  return name.trim().toLowerCase() !== 'charset' || /^\s*"?utf-8"?\s*$/i.test(value);
}

/** @throws UploadError `invalid-request` */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw invalidJson();
  }
}
