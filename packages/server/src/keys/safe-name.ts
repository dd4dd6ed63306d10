/**
 * Characters that a key must not have: control characters (CR and LF would end a header), characters that change the
 * writing direction (`gpj.exe` shown as `exe.jpg`), line separators, halves of surrogate pairs, non-characters that
 * XML cannot hold, and the byte order mark.
 */
export const UNSAFE_CHARACTERS =
  /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}\p{Surrogate}\p{Noncharacter_Code_Point}\uFEFF]/gu;

const NAMELESS = 'file';
/** A longer suffix is not an extension. */
const MAX_EXTENSION_BYTES = 32;

/** Size of a text in UTF-8. */
export function byteLength(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}

/**
 * Turns a browser's file name into one segment of a key, with at most `maxBytes` of UTF-8. Keeps the last segment of
 * a path, in NFC, without {@link UNSAFE_CHARACTERS}. The result is never `.` or `..`.
 */
export function safeName(name: string, maxBytes: number): string {
  const segment = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
  const clean = segment.replaceAll(UNSAFE_CHARACTERS, '').normalize('NFC').trim();
  const named = /^\.{0,2}$/.test(clean) ? NAMELESS : clean;
  return truncate(named, maxBytes);
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
  return stem.trimEnd() + kept;
}
