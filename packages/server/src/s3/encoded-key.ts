/**
 * Reads keys of a listing that was asked for with `EncodingType: 'url'`: keys of others may hold what XML
 * has no characters for. Not every store encodes; one that does says so.
 */
export function keyDecoder(encodingType: string | undefined): (key: string) => string {
  // S3 writes a space as `+`.
  return encodingType === 'url'
    ? (key) => decodeURIComponent(key.replaceAll('+', '%20'))
    : (key) => key;
}
