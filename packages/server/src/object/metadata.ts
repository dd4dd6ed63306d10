import { findMetadataFault } from '@slipway/protocol';
import { decodeText, encodeText } from './encoded-word.ts';

/** User metadata of one object, names without `x-amz-meta-`. */
type Metadata = Readonly<Record<string, string>>;

/** Name of the metadata that identifies the upload of an object. */
export const NONCE_NAME = 'slipway-nonce';

/** Whether a value is metadata that S3 can store. */
export function isMetadata(value: unknown): value is Metadata {
  return findMetadataFault(value) === undefined;
}

/** Size in bytes as S3 counts it: names, and values as headers carry them. */
export function metadataBytes(metadata: Metadata): number {
  return Object.entries(toHeaderText(metadata)).reduce(
    (sum, [name, text]) => sum + name.length + text.length,
    0,
  );
}

/** Metadata as headers carry it. {@link fromHeaderText} reads it. */
export function toHeaderText(metadata: Metadata): Record<string, string> {
  return mapValues(metadata, encodeText);
}

/** Metadata from S3's headers. */
export function fromHeaderText(metadata: Metadata = {}): Record<string, string> {
  return mapValues(metadata, decodeText);
}

function mapValues(metadata: Metadata, change: (text: string) => string): Record<string, string> {
  return Object.fromEntries(Object.entries(metadata).map(([name, text]) => [name, change(text)]));
}
