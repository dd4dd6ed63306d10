/** A name in pieces: the head may be cut short on a narrow screen, and the end left out on a very narrow one. */
export interface SplitName {
  readonly head: string;
  /** The end of what is before the extension. */
  readonly end: string;
  /** Never cut. */
  readonly extension: string;
  /** Whether a very narrow screen has no room for it. */
  readonly isLong: boolean;
}

/** Names up to this many characters are left in one piece. */
const SHORT_NAME = 16;
/** Names of more characters do not fit 240 pixels. */
const FITTING_NAME = 18;
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

/** The folders that a file of a browsed or dropped folder came in, with a slash at the end; `''` for others. */
export function folderOf({ webkitRelativePath }: Pick<File, 'webkitRelativePath'>): string {
  return webkitRelativePath.slice(0, webkitRelativePath.lastIndexOf('/') + 1);
}

/** Splits a long name so that its end, with the extension, stays readable when the middle is cut. */
export function splitName(name: string): SplitName {
  const characters = splitCharacters(name);
  const whole = { head: name, end: '', extension: '', isLong: false };
  if (characters.length <= SHORT_NAME) return whole;
  const dot = characters.lastIndexOf('.');
  const length = dot > 0 ? characters.length - dot : 0;
  const stemLength = characters.length - (length <= LONGEST_EXTENSION ? length : 0);
  const spare = Math.max(stemLength - KEPT_AT_BEGINNING, 0);
  const headLength = stemLength - Math.min(spare, KEPT_BEFORE_EXTENSION);
  const [head, end, extension] = [
    characters.slice(0, headLength).join(''),
    characters.slice(headLength, stemLength).join(''),
    characters.slice(stemLength).join(''),
  ];
  const isLong = characters.length > FITTING_NAME;
  if (CURSIVE.test(end)) return { head: head + end, end: '', extension, isLong };
  return { head, end, extension, isLong };
}

/** Made once: a segmenter costs far more than using it. Old browsers have none. */
const graphemes = 'Segmenter' in Intl ? new Intl.Segmenter() : undefined;

/** What a reader takes for one character: an accent is never torn from its letter. */
function splitCharacters(name: string): readonly string[] {
  // Most names are plain, and there a character is a code unit.
  if (!graphemes || /^[\x20-\x7e]*$/.test(name)) return Array.from(name);
  return Array.from(graphemes.segment(name), ({ segment }) => segment);
}
