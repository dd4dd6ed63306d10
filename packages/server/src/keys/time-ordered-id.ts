import { randomBytes } from 'node:crypto';

/** Crockford's alphabet: no letters that look alike, and sorted as its values are. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const TIME_CHARACTERS = 10;

/**
 * A name that cannot be guessed (80 random bits) and that sorts by its creation time: 26 lower-case characters, like a
 * ULID.
 *
 * @see https://github.com/ulid/spec
 */
export function createTimeOrderedId(nowMs: number): string {
  return writeNumber(Math.floor(nowMs), TIME_CHARACTERS) + writeBytes(randomBytes(16));
}

/** A whole number in base 32, with leading zeros. */
export function writeNumber(value: number, length: number): string {
  let text = '';
  for (let rest = value; text.length < length; rest = Math.floor(rest / 32)) {
    text = ALPHABET.charAt(rest % 32) + text;
  }
  return text;
}

/** The number that {@link writeNumber} wrote. */
export function readNumber(text: string): number {
  return [...text].reduce((value, character) => value * 32 + ALPHABET.indexOf(character), 0);
}

/** Five bits of each byte: as random as they are. */
export function writeBytes(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => ALPHABET.charAt(byte % 32)).join('');
}
