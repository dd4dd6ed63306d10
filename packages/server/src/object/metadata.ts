import { findMetadataFault } from '@slipway/protocol';

/** Name of the metadata that identifies the upload of an object. */
export const NONCE_NAME = 'slipway-nonce';

/** Whether a value is metadata that HTTP headers carry unchanged. */
export function isMetadata(value: unknown): value is Readonly<Record<string, string>> {
  return findMetadataFault(value) === undefined;
}

/** Size as S3 counts it. Names and values are ASCII, so a character is a byte. */
export function metadataBytes(metadata: Readonly<Record<string, string>>): number {
  return Object.entries(metadata).reduce((sum, [name, text]) => sum + name.length + text.length, 0);
}
