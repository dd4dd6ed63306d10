import type { FileToCreate } from './messages.ts';

/** Longest name of a file, in UTF-16 code units. */
export const MAX_NAME_LENGTH = 16_384;

/** Longest MIME type of a file, in UTF-16 code units. */
export const MAX_TYPE_LENGTH = 1_024;

/**
 * Maximum bytes of metadata of one object. It also limits the number of names, because each takes at least one byte.
 * S3's limit is 2 KB, and the server's nonce takes a share of it.
 */
export const MAX_METADATA_BYTES = 1_900;

const METADATA_NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/;
/** Any text but control characters and halves of surrogate pairs. */
const METADATA_VALUE = /^[^\p{Cc}\p{Cs}]{0,1024}$/u;

/**
 * Finds the first field of a file that `POST /uploads` would refuse, and says what to do:
 * `type: Send at most 1024 characters.` Returns `undefined` when all fields are valid. Browser and server
 * share this function, so the browser can leave a malformed file out of the request.
 */
export function findFieldFault({
  name,
  type,
  metadata,
}: Pick<FileToCreate, 'name' | 'type' | 'metadata'>): string | undefined {
  if (name.length > MAX_NAME_LENGTH) return `name: ${atMost(MAX_NAME_LENGTH)}`;
  if (type.length > MAX_TYPE_LENGTH) return `type: ${atMost(MAX_TYPE_LENGTH)}`;
  const fault = metadata && findMetadataFault(metadata);
  return fault && `metadata: ${fault}`;
}

/**
 * Says what to do about metadata that S3 cannot store. Returns `undefined` when it can. Metadata is a map of at most
 * {@link MAX_METADATA_BYTES} names (1 to 64 of `a-z`, `0-9`, `.`, `_` and `-`) to text of up to 1,024 characters, in
 * any language. The server encodes text that is not ASCII, so it takes more bytes.
 */
export function findMetadataFault(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return 'Send a map of names to text.';
  }
  if (Object.keys(value).length > MAX_METADATA_BYTES) {
    return `Send at most ${MAX_METADATA_BYTES} names.`;
  }
  for (const [name, text] of Object.entries(value)) {
    const shown = JSON.stringify(name.slice(0, 64));
    if (!METADATA_NAME.test(name)) {
      return `Rename ${shown}: use up to 64 of a-z, 0-9, ".", "_" and "-", and begin with a letter or digit.`;
    }
    if (typeof text !== 'string' || !METADATA_VALUE.test(text)) {
      return `Send ${shown} as text of at most 1024 characters, without control characters.`;
    }
  }
  return undefined;
}

function atMost(length: number): string {
  return `Send at most ${length} characters.`;
}
