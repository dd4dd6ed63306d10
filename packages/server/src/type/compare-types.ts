import type { KnownTypes, SeenType } from './detect-type.ts';
import { canonicalExtension, canonicalType, isContainer, isContainerOf } from './type-names.ts';

/**
 * How the first bytes compare with the type that a file claims:
 *
 * - `fits`: no contradiction. They have the type's signature, or the type has none.
 * - `kin`: another type of the same sort, such as a JPEG claimed to be a PNG.
 * - `lies`: another sort, or a known signature is missing.
 */
export type TypeComparison = 'fits' | 'kin' | 'lies';

/** Types whose signature is not at the start, or missing in some files. */
const UNSURE =
  /^(?:text\/.*|application\/(?:xml|tar|apple-diskimage|ms-regedit|pgp-encrypted)|model\/stl)$/;
const UNSURE_EXTENSIONS = new Set([
  'dmg',
  'tar',
  'stl',
  'xml',
  'ics',
  'vcf',
  'vtt',
  'reg',
  'pgp',
  'dat',
]);

/** Text formats, whatever their names. */
const TEXTUAL =
  /^(?:text\/.*|.*\+(?:xml|json)|application\/(?:json|xml|javascript|ecmascript|yaml|sql))$/;

/** Compares a file's claimed type with its first bytes. Without a type, the extension is the claim. */
export function compareTypes(
  claimed: { readonly name: string; readonly type: string },
  seen: SeenType,
  known: KnownTypes,
): TypeComparison {
  const type = canonicalType(claimed.type);
  if (type === '' || type === 'application/octet-stream') {
    return compareExtension(canonicalExtension(claimed.name), seen, known);
  }
  const isText = TEXTUAL.test(type);
  if (isText && seen.isWideText) return 'fits';
  if (seen.mime === undefined) {
    if (isText) return seen.hasNul ? 'lies' : 'fits';
    return known.mimeTypes.has(type) && !UNSURE.test(type) ? 'lies' : 'fits';
  }
  const real = canonicalType(seen.mime);
  if (real === type || isContainerOf(real, type) || isContainerOf(type, real)) return 'fits';
  const sort = sortOf(type);
  if (sort !== undefined && sort === sortOf(real)) return 'kin';
  const isKnown = isText || sort !== undefined || known.mimeTypes.has(type);
  // A custom format may be a ZIP inside.
  return !isKnown && isContainer(real) ? 'fits' : 'lies';
}

/** Programs, by canonical name. No other format is built on them. */
const PROGRAM =
  /^application\/(?:msdownload|elf|mach-binary|java-vm|wasm|shockwave-flash|x\.ms\.shortcut|deb|rpm|android\.package-archive)$/;

/** Whether the first bytes contradict a name's extension, whatever type the file claims. */
export function contradictsExtension(name: string, seen: SeenType, known: KnownTypes): boolean {
  const extension = canonicalExtension(name);
  if (known.extensions.has(extension)) {
    return compareExtension(extension, seen, known) === 'lies';
  }
  return seen.mime !== undefined && PROGRAM.test(canonicalType(seen.mime));
}

function compareExtension(
  extension: string,
  seen: SeenType,
  { extensions }: KnownTypes,
): TypeComparison {
  if (!extensions.has(extension)) return seen.mime === undefined ? 'fits' : 'kin';
  if (seen.extension === undefined || seen.mime === undefined) {
    return UNSURE_EXTENSIONS.has(extension) ? 'fits' : 'lies';
  }
  if (canonicalExtension(`.${seen.extension}`) === extension) return 'fits';
  return isContainer(canonicalType(seen.mime)) ? 'kin' : 'lies';
}

/** Groups types that the same programs open. A type in place of another of its sort is harmless. */
export function sortOf(type: string): string | undefined {
  if (type === 'application/ogg') return 'audio or video';
  const [top] = type.split('/', 1);
  if (top === 'audio' || top === 'video') return 'audio or video';
  return top === 'image' || top === 'font' ? top : undefined;
}
