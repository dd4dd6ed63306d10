/** A name in pieces. A narrow screen may shorten the head, and a very narrow one may hide the end. */
export interface SplitName {
  readonly head: string;
  /** The last characters before the extension. */
  readonly end: string;
  /** Never shortened. */
  readonly extension: string;
  /** Whether a very narrow screen has no room for it. */
  readonly isLong: boolean;
}

/** Names of up to this many characters stay in one piece. */
const SHORT_NAME = 16;
/** Names of more characters do not fit 240 pixels. */
const FITTING_NAME = 18;
/** The most characters kept before the extension. They distinguish `part 1 of 2` from `part 2 of 2`. */
const KEPT_BEFORE_EXTENSION = 6;
/** The least characters kept at the beginning, because users recognize a name by it. */
const KEPT_AT_BEGINNING = 8;
const LONGEST_EXTENSION = 8;
/** Letters of these scripts join their neighbors. A split would change their shape. */
const CURSIVE = /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Nko}]/u;

/**
 * Makes a file's name safe to show. Removes control characters, and characters that reverse the direction of text. With
 * those, `gpj.exe` can pose as `exe.jpg`.
 */
export function safeName(name: string): string {
  return name.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '');
}

/** The path of a file inside a browsed or dropped folder, with a slash at the end. `''` for other files. */
export function folderOf({ webkitRelativePath }: Pick<File, 'webkitRelativePath'>): string {
  return webkitRelativePath.slice(0, webkitRelativePath.lastIndexOf('/') + 1);
}

/** Splits a long name, so that its end and its extension stay readable when the middle is shortened. */
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

/** Created once, because creating a segmenter takes far longer than using it. Old browsers have none. */
const graphemes = 'Segmenter' in Intl ? new Intl.Segmenter() : undefined;

/** Splits a name into characters as readers see them. An accent stays with its letter. */
function splitCharacters(name: string): readonly string[] {
  // Most names are plain ASCII, in which each code unit is a character.
  if (!graphemes || /^[\x20-\x7e]*$/.test(name)) return Array.from(name);
  return Array.from(graphemes.segment(name), ({ segment }) => segment);
}
