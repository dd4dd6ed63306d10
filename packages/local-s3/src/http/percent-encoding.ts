import { S3Error } from '../s3-error.ts';

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Undoes percent-encoding, once. Unlike `decodeURIComponent` it works on bytes, so a malformed
 * escape or byte sequence is told apart from a valid one.
 *
 * @throws S3Error `InvalidURI` for a broken escape or bytes that are not UTF-8.
 */
export function percentDecode(text: string): string {
  if (!text.includes('%')) return decodeUtf8(Buffer.from(text, 'latin1'));
  const bytes = Buffer.allocUnsafe(text.length);
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] !== '%') {
      bytes[length++] = text.charCodeAt(i);
      continue;
    }
    const hex = text.slice(i + 1, i + 3);
    if (!/^[0-9a-fA-F]{2}$/.test(hex)) throw new S3Error('InvalidURI');
    bytes[length++] = Number.parseInt(hex, 16);
    i += 2;
  }
  return decodeUtf8(bytes.subarray(0, length));
}

function decodeUtf8(bytes: Buffer): string {
  try {
    return UTF8.decode(bytes);
  } catch {
    throw new S3Error('InvalidURI');
  }
}

/** Percent-encodes all but RFC 3986 unreserved characters, as SigV4 asks. */
export function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
