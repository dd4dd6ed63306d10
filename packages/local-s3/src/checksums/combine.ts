import { CHECKSUMS, type ChecksumAlgorithm, createChecksummer } from './algorithms.ts';

/** The size and the checksum of one part. */
export interface PartChecksum {
  /** Bytes. */
  readonly size: number;
  /** Base64. */
  readonly checksum: string;
}

type CrcAlgorithm = Extract<ChecksumAlgorithm, `CRC${string}`>;

/** Generator polynomials, bit-reflected, without their leading term. */
const POLYNOMIALS: Readonly<Record<CrcAlgorithm, bigint>> = {
  CRC32: 0xedb88320n,
  CRC32C: 0x82f63b78n,
  CRC64NVME: 0x9a6c9329ac4bc9b5n,
};

/** Narrows to the algorithms whose part values determine the whole object's value. */
export function isCrc(algorithm: ChecksumAlgorithm): algorithm is CrcAlgorithm {
  return algorithm in POLYNOMIALS;
}

/**
 * The CRC of the concatenation of all parts, computed from their CRCs and sizes alone: appending
 * `n` bytes multiplies the CRC so far by x^8n modulo the polynomial, then adds that of the bytes.
 */
export function fullObjectCrc(algorithm: CrcAlgorithm, parts: readonly PartChecksum[]): Buffer {
  const bytes = CHECKSUMS[algorithm].bytes;
  const field = createField(BigInt(bytes * 8), POLYNOMIALS[algorithm]);
  const shifts = new Map<number, bigint>(); // Most parts have the same size.
  let crc = 0n;
  for (const { size, checksum } of parts) {
    let shift = shifts.get(size);
    if (shift === undefined) {
      shift = field.xToThe(BigInt(size) * 8n);
      shifts.set(size, shift);
    }
    crc =
      field.multiply(shift, crc) ^ BigInt(`0x${Buffer.from(checksum, 'base64').toString('hex')}`);
  }
  return Buffer.from(crc.toString(16).padStart(bytes * 2, '0'), 'hex');
}

/** The checksum of the part checksums. S3 writes it with `-N` at the end. */
export function compositeChecksum(
  algorithm: ChecksumAlgorithm,
  parts: readonly PartChecksum[],
): Buffer {
  const checksummer = createChecksummer(algorithm);
  for (const { checksum } of parts) checksummer.update(Buffer.from(checksum, 'base64'));
  return checksummer.digest();
}

/** Polynomials over GF(2) modulo a CRC's generator. The highest bit is the coefficient of x^0. */
function createField(width: bigint, polynomial: bigint) {
  const one = 1n << (width - 1n);

  function multiply(a: bigint, b: bigint): bigint {
    let product = 0n;
    let shifted = b;
    for (let bit = one; bit !== 0n; bit >>= 1n) {
      if ((a & bit) !== 0n) product ^= shifted;
      shifted = (shifted & 1n) === 0n ? shifted >> 1n : (shifted >> 1n) ^ polynomial;
    }
    return product;
  }

  function xToThe(exponent: bigint): bigint {
    let result = one;
    let power = one >> 1n;
    for (let left = exponent; left !== 0n; left >>= 1n) {
      if ((left & 1n) === 1n) result = multiply(result, power);
      power = multiply(power, power);
    }
    return result;
  }

  return { multiply, xToThe };
}
