/** A name in two pieces: the first may be cut short on a narrow screen, the second never is. */
export interface SplitName {
  readonly head: string;
  readonly tail: string;
}

/** Names up to this many characters are left in one piece. */
const SHORT_NAME = 16;
/** Characters kept before the extension, at most; they tell `part 1 of 2` from `part 2 of 2`. */
const KEPT_BEFORE_EXTENSION = 6;
/** Characters of the beginning that come before those: it is what a name is known by. */
const KEPT_AT_BEGINNING = 8;
const LONGEST_EXTENSION = 8;
/** Letters of these scripts join their neighbours; cut apart they would change their shape. */
const CURSIVE = /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Nko}]/u;

/**
 * A file's name as it is safe to show: control characters are gone, and so are those that turn the
 * direction of text around, with which `exe.jpg` can pose as `gpj.exe`.
 */
export function safeName(name: string): string {
  return name.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '');
}

/** Splits a long name so that its end, with the extension, stays readable when the middle is cut. */
export function splitName(name: string): SplitName {
  const characters = splitCharacters(name);
  if (characters.length <= SHORT_NAME) return { head: name, tail: '' };
  const dot = characters.lastIndexOf('.');
  const length = dot > 0 ? characters.length - dot : 0;
  const extension = length <= LONGEST_EXTENSION ? length : 0;
  const stem = characters.slice(0, characters.length - extension);
  const spare = Math.max(stem.length - KEPT_AT_BEGINNING, 0);
  const end = stem.slice(stem.length - Math.min(spare, KEPT_BEFORE_EXTENSION));
  const kept = extension + (CURSIVE.test(end.join('')) ? 0 : end.length);
  if (kept === 0) return { head: name, tail: '' };
  return { head: characters.slice(0, -kept).join(''), tail: characters.slice(-kept).join('') };
}

/** Made once: a segmenter costs far more than using it. Old browsers have none. */
const graphemes = 'Segmenter' in Intl ? new Intl.Segmenter() : undefined;

/** What a reader takes for one character: an accent is never torn from its letter. */
function splitCharacters(name: string): readonly string[] {
  // Most names are plain, and there a character is a code unit.
  if (!graphemes || /^[\x20-\x7e]*$/.test(name)) return Array.from(name);
  return Array.from(graphemes.segment(name), ({ segment }) => segment);
}
