/**
 * Decodes the keys of a listing requested with `EncodingType: 'url'`. Keys from other tools can hold characters that
 * XML has no form for. Some stores do not encode. A store that does says so in the response.
 */
export function keyDecoder(encodingType: string | undefined): (key: string) => string {
  // S3 writes a space as `+`.
  return encodingType === 'url'
    ? (key) => decodeURIComponent(key.replaceAll('+', '%20'))
    : (key) => key;
}
