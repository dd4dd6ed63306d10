import type { KnownTypes, SeenType } from './detect-type.ts';
import { canonicalExtension, canonicalType, isContainer, isContainerOf } from './type-names.ts';

/**
 * What the first bytes say of the type that a file claims:
 *
 * - `fits`: nothing against it. They have that type's signature, or are of a type that has none.
 * - `kin`: another type of the same sort, as a JPEG that is called a PNG.
 * - `lies`: another sort, or not what such a file has to begin with.
 */
export type TypeComparison = 'fits' | 'kin' | 'lies';

/** The signature is elsewhere than at the beginning, or not all files have it. */
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

/** Formats that are read as text, whatever their names. */
const TEXTUAL =
  /^(?:text\/.*|.*\+(?:xml|json)|application\/(?:json|xml|javascript|ecmascript|yaml|sql))$/;

/** Compares what a file claims with what its first bytes show. Without a type, its extension is the claim. */
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
  // A format of one's own may well be a ZIP inside.
  return !isKnown && isContainer(real) ? 'fits' : 'lies';
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

/** The same programs open all types of one kind, so one type in place of another is harmless. */
function sortOf(type: string): string | undefined {
  if (type === 'application/ogg') return 'audio or video';
  const [top] = type.split('/', 1);
  if (top === 'audio' || top === 'video') return 'audio or video';
  return top === 'image' || top === 'font' ? top : undefined;
}
