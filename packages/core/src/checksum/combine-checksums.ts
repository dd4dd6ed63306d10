import type { ChecksumMode } from '@slipway/protocol';
import type { ChecksummedPart } from '../ports/checksummer.ts';
import { fromBase64, toBase64 } from './base64.ts';
import { CRC_POLYNOMIALS, isCrcMode } from './crc-polynomials.ts';

/** A polynomial over GF(2), bit-reflected: the highest bit of the first word is the coefficient of x^0. */
type Polynomial = Uint32Array<ArrayBuffer>;

/**
 * Combines the checksums of all parts, in order, into the checksum of the whole object, in base64. Returns `undefined`
 * for modes whose checksums cannot be combined. Appending `n` bytes multiplies a CRC by x^8n modulo the generator, and
 * adds the CRC of these bytes.
 */
export function combineChecksums(
  mode: ChecksumMode,
  parts: readonly ChecksummedPart[],
): string | undefined {
  if (!isCrcMode(mode)) return undefined;
  const generator = Uint32Array.from(CRC_POLYNOMIALS[mode]);
  const shifts = new Map<number, Polynomial>(); // Most parts have the same size, and so the same shift.
  let crc: Polynomial = new Uint32Array(generator.length);
  for (const { size, checksum } of parts) {
    const shift = shifts.get(size) ?? xToThe(size * 8, generator);
    shifts.set(size, shift);
    const value = new DataView(fromBase64(checksum).buffer);
    crc = multiply(shift, crc, generator).map((word, i) => word ^ value.getInt32(i * 4));
  }
  const value = new DataView(new ArrayBuffer(crc.byteLength));
  crc.forEach((word, i) => {
    value.setUint32(i * 4, word);
  });
  return toBase64(new Uint8Array(value.buffer));
}

function multiply(a: Polynomial, b: Polynomial, generator: Polynomial): Polynomial {
  const product = new Uint32Array(a.length);
  const shifted = b.slice();
  for (const word of a) {
    for (let bit = 31; bit >= 0; bit--) {
      if ((word >>> bit) & 1) add(product, shifted);
      timesX(shifted, generator);
    }
  }
  return product;
}

/** Computes x^exponent modulo the generator. The exponent can exceed 32 bits, because a part can be 5 GiB. */
function xToThe(exponent: number, generator: Polynomial): Polynomial {
  let result = new Uint32Array(generator.length);
  result[0] = 2 ** 31;
  let power = result.slice();
  timesX(power, generator);
  for (let left = exponent; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result = multiply(result, power, generator);
    power = multiply(power, power, generator);
  }
  return result;
}

function timesX(polynomial: Polynomial, generator: Polynomial): void {
  let carry = 0;
  for (const [i, word] of polynomial.entries()) {
    polynomial[i] = (carry << 31) | (word >>> 1);
    carry = word & 1;
  }
  if (carry) add(polynomial, generator);
}

function add(sum: Polynomial, other: Polynomial): void {
  for (const [i, word] of other.entries()) sum[i] = (sum[i] ?? 0) ^ word;
}
