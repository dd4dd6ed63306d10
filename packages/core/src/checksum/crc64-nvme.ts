import { CRC_POLYNOMIALS } from './crc-polynomials.ts';
import type { RunningChecksum } from './running-checksum.ts';
import { splitWords } from './split-words.ts';

/** Bytes per turn of the loop. Each of them has its own table. */
const SLICES = 8;

/** Each half of the CRC has its own tables. Tables of 64-bit values would need BigInt, which is ten times slower. */
const LOW = new Int32Array(SLICES * 256);
const HIGH = new Int32Array(SLICES * 256);

/** Creates a CRC-64/NVME in two halves of 32 bits. It processes 8 bytes at a time (slicing-by-8). */
export function createCrc64Nvme(): RunningChecksum {
  if (at(HIGH, 1) === 0) fillTables();
  const crc = new Int32Array([-1, -1]);

  return {
    update(bytes) {
      const { head, words, tail } = splitWords(bytes, SLICES);
      updateBytes(head, crc);
      updateWords(words, crc);
      updateBytes(tail, crc);
    },
    digest() {
      const value = new DataView(new ArrayBuffer(8));
      value.setInt32(0, ~at(crc, 1));
      value.setInt32(4, ~at(crc, 0));
      return new Uint8Array(value.buffer);
    },
  };
}

/** Fills 8 tables. Table `k` holds the CRC of each byte followed by `k` zero bytes. */
function fillTables(): void {
  const [polynomialHigh, polynomialLow] = CRC_POLYNOMIALS.crc64nvme;
  for (let byte = 0; byte < 256; byte++) {
    let low = byte;
    let high = 0;
    for (let bit = 0; bit < 8; bit++) {
      const carry = low & 1;
      low = ((low >>> 1) | (high << 31)) ^ (carry ? polynomialLow : 0);
      high = (high >>> 1) ^ (carry ? polynomialHigh : 0);
    }
    LOW[byte] = low;
    HIGH[byte] = high;
  }
  for (let i = 256; i < LOW.length; i++) {
    const low = at(LOW, i - 256);
    const high = at(HIGH, i - 256);
    LOW[i] = ((low >>> 8) | (high << 24)) ^ at(LOW, low & 255);
    HIGH[i] = (high >>> 8) ^ at(HIGH, low & 255);
  }
}

function updateBytes(bytes: Uint8Array, crc: Int32Array): void {
  let low = at(crc, 0);
  let high = at(crc, 1);
  for (const byte of bytes) {
    const index = (low ^ byte) & 255;
    low = ((low >>> 8) | (high << 24)) ^ at(LOW, index);
    high = (high >>> 8) ^ at(HIGH, index);
  }
  crc[0] = low;
  crc[1] = high;
}

/** Unrolled by hand, because a loop over the 8 bytes takes twice as long. */
function updateWords(words: Int32Array, crc: Int32Array): void {
  let low = at(crc, 0);
  let high = at(crc, 1);
  for (let i = 0; i < words.length; i += 2) {
    const a = at(words, i) ^ low;
    const b = at(words, i + 1) ^ high;
    const a0 = 0x700 | (a & 255);
    const a1 = 0x600 | ((a >>> 8) & 255);
    const a2 = 0x500 | ((a >>> 16) & 255);
    const a3 = 0x400 | (a >>> 24);
    const b0 = 0x300 | (b & 255);
    const b1 = 0x200 | ((b >>> 8) & 255);
    const b2 = 0x100 | ((b >>> 16) & 255);
    const b3 = b >>> 24;
    low =
      at(LOW, a0) ^
      at(LOW, a1) ^
      at(LOW, a2) ^
      at(LOW, a3) ^
      at(LOW, b0) ^
      at(LOW, b1) ^
      at(LOW, b2) ^
      at(LOW, b3);
    high =
      at(HIGH, a0) ^
      at(HIGH, a1) ^
      at(HIGH, a2) ^
      at(HIGH, a3) ^
      at(HIGH, b0) ^
      at(HIGH, b1) ^
      at(HIGH, b2) ^
      at(HIGH, b3);
  }
  crc[0] = low;
  crc[1] = high;
}

/** No index here is ever out of bounds. */
function at(list: Int32Array, index: number): number {
  return list[index] as number;
}
