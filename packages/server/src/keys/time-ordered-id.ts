import { randomBytes } from 'node:crypto';

/** Crockford's alphabet: no letters that look alike, and they sort by value. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const TIME_CHARACTERS = 10;

/**
 * An unguessable ID (80 random bits) that sorts by creation time: 26 lower-case characters, like a ULID.
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

/** Reads a number from {@link writeNumber}. */
export function readNumber(text: string): number {
  return [...text].reduce((value, character) => value * 32 + ALPHABET.indexOf(character), 0);
}

/** Keeps five bits of each byte, which are as random as the bytes. */
export function writeBytes(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => ALPHABET.charAt(byte % 32)).join('');
}
