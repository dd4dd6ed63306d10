import { findMetadataFault } from '@slipway/protocol';

/** Metadata that tells one upload's object from any other's. */
export const NONCE_NAME = 'slipway-nonce';

/** Whether a value is a map of names and values as HTTP headers carry them unchanged. */
export function isMetadata(value: unknown): value is Readonly<Record<string, string>> {
  return findMetadataFault(value) === undefined;
}

/** Bytes as S3 counts them; names and values are ASCII. */
export function metadataBytes(metadata: Readonly<Record<string, string>>): number {
  return Object.entries(metadata).reduce((sum, [name, text]) => sum + name.length + text.length, 0);
}
