import { canonicalExtension, canonicalType } from './type-names.ts';

/** What the first bytes of a file show. */
export interface SeenType {
  /** MIME type of the signature they have, without parameters; `undefined` when they have none that is known. */
  readonly mime: string | undefined;
  /** The usual extension of that type, without its dot. */
  readonly extension: string | undefined;
  /** Whether they begin with the mark of UTF-16 or UTF-32, which MPEG frames can begin with as well. */
  readonly isWideText: boolean;
  readonly hasNul: boolean;
}

/** Types whose signatures are known, by their canonical names. */
export interface KnownTypes {
  readonly mimeTypes: ReadonlySet<string>;
  /** Without dots. */
  readonly extensions: ReadonlySet<string>;
}

/** How many first bytes are looked at: office files hold what tells them apart within these. */
export const BYTES_TO_SEE = 64 * 1_024;

/** Looks for signatures in the first {@link BYTES_TO_SEE} of a file. */
export async function detectType(
  start: Uint8Array,
): Promise<{ readonly seen: SeenType; readonly known: KnownTypes }> {
  // 70 kB that most backends never need.
  const { fileTypeFromBuffer, supportedExtensions, supportedMimeTypes } = await import(
    'file-type/core'
  );
  const found = await fileTypeFromBuffer(start);
  return {
    seen: {
      mime: found?.mime.split(';', 1)[0]?.toLowerCase(),
      extension: found?.ext,
      isWideText: hasWideMark(start),
      hasNul: start.includes(0),
    },
    known: {
      mimeTypes: new Set([...supportedMimeTypes].map(canonicalType)),
      extensions: new Set([...supportedExtensions].map((name) => canonicalExtension(`.${name}`))),
    },
  };
}

function hasWideMark([first, second, third, fourth]: Uint8Array): boolean {
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return true;
  return first === 0 && second === 0 && third === 0xfe && fourth === 0xff;
}
