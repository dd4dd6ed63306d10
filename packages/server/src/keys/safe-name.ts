/**
 * Characters that a key must not have: control characters (CR and LF would end a header), characters that change the
 * writing direction (`gpj.exe` shown as `exe.jpg`), line separators, halves of surrogate pairs, and invisible
 * characters: zero-width characters, soft hyphens, fillers, tags and unassigned code points. The two that emoji need are
 * {@link STRAY_JOINERS} elsewhere.
 *
 * @see https://www.unicode.org/reports/tr44/#Default_Ignorable_Code_Point
 */
const UNSAFE_CHARACTERS =
  /(?!\u200D|\uFE0F)[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}\p{Cs}\p{Cn}\p{Default_Ignorable_Code_Point}\uFFF9-\uFFFB]/gu;

/** Joiners and variation selectors that do not belong to an emoji. There they are as invisible as the others. */
const STRAY_JOINERS =
  /(?<!\p{Extended_Pictographic}\p{Emoji_Modifier}?\uFE0F?)\u200D|\u200D(?!\p{Extended_Pictographic})|(?<!\p{Extended_Pictographic}|[#*\d](?=\uFE0F\u20E3))\uFE0F/gu;

/** Spaces of all widths, and the blank of Braille. */
const SPACES = /[\p{Zs}\u2800]/gu;

/** Whether a text has characters that a key must not have. */
export function hasUnsafeCharacters(text: string): boolean {
  return withoutUnsafe(text) !== text;
}

function withoutUnsafe(text: string): string {
  return text.replaceAll(UNSAFE_CHARACTERS, '').replaceAll(STRAY_JOINERS, '');
}

/**
 * Normalising a run of combining marks takes time that grows with its square, so longer texts are cut first. In
 * UTF-16 units: far more than a segment of a key holds.
 */
const MAX_TO_NORMALISE = 1_024;

const NAMELESS = 'file';
/** A longer suffix is not an extension. */
const MAX_EXTENSION_BYTES = 32;

/** Size of a text in UTF-8. */
export function byteLength(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}

/**
 * Turns a browser's file name into one segment of a key, with at most `maxBytes` of UTF-8. Keeps the last segment of
 * a path, in NFC, without invisible characters. The result is never `.` or `..`.
 */
export function safeName(name: string, maxBytes: number): string {
  const segment = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
  const clean = withoutUnsafe(withoutMiddle(segment))
    .replaceAll(SPACES, ' ')
    .normalize('NFC')
    .trim();
  const named = /^\.{0,2}$/.test(clean) ? NAMELESS : clean;
  return truncate(named, maxBytes);
}

/** Keeps the start of a long text, and an end that is longer than any extension. A half of a pair goes as unsafe. */
function withoutMiddle(text: string): string {
  if (text.length <= MAX_TO_NORMALISE) return text;
  const end = text.slice(-2 * MAX_EXTENSION_BYTES);
  return text.slice(0, MAX_TO_NORMALISE - end.length) + end;
}

/** Cuts between code points, and before the extension. */
function truncate(name: string, maxBytes: number): string {
  if (byteLength(name) <= maxBytes) return name;
  const dot = name.lastIndexOf('.');
  const extension = dot > 0 ? name.slice(dot) : '';
  const kept = byteLength(extension) <= MAX_EXTENSION_BYTES ? extension : '';
  const room = maxBytes - byteLength(kept);
  let stem = '';
  let used = 0;
  for (const character of kept ? name.slice(0, dot) : name) {
    used += byteLength(character);
    if (used > room) break;
    stem += character;
  }
  // The cut can leave half of an emoji's sequence.
  return withoutUnsafe(stem.trimEnd() + kept);
}
