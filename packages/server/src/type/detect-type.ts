import { canonicalExtension, canonicalType } from './type-names.ts';

/** The findings in the first bytes of a file. */
export interface SeenType {
  /** MIME type of the signature, without parameters. `undefined` if no known signature matches. */
  readonly mime: string | undefined;
  /** The usual extension of that type, without its dot. */
  readonly extension: string | undefined;
  /** Whether they start with a UTF-16 or UTF-32 byte order mark. MPEG frames can start the same way. */
  readonly isWideText: boolean;
  readonly hasNul: boolean;
  /** Whether they are text of XML whose root is `svg`. No signature tells. */
  readonly isSvg: boolean;
}

/** Types with known signatures, by canonical name. */
export interface KnownTypes {
  readonly mimeTypes: ReadonlySet<string>;
  /** Without dots. */
  readonly extensions: ReadonlySet<string>;
}

/** How many bytes to inspect. Office files need this many to tell them apart. */
export const BYTES_TO_SEE = 64 * 1_024;

/** A root element `svg`, after what may precede it: declarations, comments and a document type. */
const SVG =
  /^\s*(?:<\?[^>]*>\s*|<!--(?:[^-]|-(?!->))*-->\s*|<!doctype\s+svg[^[>]*(?:\[[^\]]*\]\s*)?>\s*)*<(?:[\w-]+:)?svg[\s/>]/i;

/** Looks for signatures in the first {@link BYTES_TO_SEE} of a file. */
export async function detectType(
  start: Uint8Array,
): Promise<{ readonly seen: SeenType; readonly known: KnownTypes }> {
  // Loaded on demand: 70 kB that most backends never need.
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
      isSvg: SVG.test(new TextDecoder().decode(start)),
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
