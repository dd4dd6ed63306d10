import { invalidArgument, S3Error } from '../s3-error.ts';

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Undoes percent-encoding once. Unlike `decodeURIComponent`, it works on bytes, so it rejects malformed escapes and
 * byte sequences.
 *
 * @throws S3Error `InvalidURI` for a malformed escape, or for bytes that are not UTF-8.
 */
export function percentDecode(text: string): string {
  const bytes = text.replace(/%(..)?/gs, (_, hex = '') => {
    if (!/^[0-9a-fA-F]{2}$/.test(hex)) throw new S3Error('InvalidURI');
    return String.fromCharCode(Number.parseInt(hex, 16));
  });
  try {
    return UTF8.decode(Buffer.from(bytes, 'latin1'));
  } catch {
    throw new S3Error('InvalidURI');
  }
}

/** Percent-encodes all characters except RFC 3986's unreserved ones, as SigV4 requires. */
export function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/**
 * Converts text from a query or a form into a header value on the wire: UTF-8 bytes as latin1.
 *
 * @throws S3Error `InvalidArgument` for control characters, because these can turn one header into two.
 */
export function toWireValue(name: string, text: string): string {
  if (!/\p{Cc}/u.test(text)) return Buffer.from(text).toString('latin1');
  throw invalidArgument(name, 'Header value cannot be represented using ISO-8859-1.');
}
