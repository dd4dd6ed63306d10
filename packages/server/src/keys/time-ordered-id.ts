import { randomBytes } from 'node:crypto';

/** Crockford's alphabet: no letters that look alike, and sorted as its values are. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const TIME_CHARACTERS = 10;

/**
 * A name that nobody can guess (80 random bits) and that sorts by the time of its making: 26 lower-case
 * characters in the manner of a ULID.
 *
 * @see https://github.com/ulid/spec
 */
export function createTimeOrderedId(nowMs: number): string {
  let id = '';
  let rest = Math.floor(nowMs);
  for (let i = 0; i < TIME_CHARACTERS; i += 1) {
    id = ALPHABET.charAt(rest % 32) + id;
    rest = Math.floor(rest / 32);
  }
  for (const byte of randomBytes(16)) id += ALPHABET.charAt(byte % 32);
  return id;
}
