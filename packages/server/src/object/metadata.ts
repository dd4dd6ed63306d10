/** Metadata that tells one upload's object from any other's. */
export const NONCE_NAME = 'slipway-nonce';

/** S3's limit for user metadata is 2 KB; the nonce takes its share. */
export const MAX_METADATA_BYTES = 1_900;

const METADATA_NAME = /^[a-z0-9][a-z0-9-]{0,63}$/;
/** No spaces at the ends: they are lost on the way. */
const METADATA_VALUE = /^(?:[!-~](?:[ -~]{0,1022}[!-~])?)?$/;

/** Whether a value is a map of names and values as HTTP headers carry them unchanged. */
export function isMetadata(value: unknown): value is Readonly<Record<string, string>> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.entries(value).every(
      ([name, text]) =>
        METADATA_NAME.test(name) && typeof text === 'string' && METADATA_VALUE.test(text),
    )
  );
}

/** Bytes as S3 counts them; names and values are ASCII. */
export function metadataBytes(metadata: Readonly<Record<string, string>>): number {
  return Object.entries(metadata).reduce((sum, [name, text]) => sum + name.length + text.length, 0);
}
