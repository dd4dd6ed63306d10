import type { RunningChecksum } from './running-checksum.ts';
import { splitWords } from './split-words.ts';

/** Bytes per turn of the loop. Each of them has its own table. */
const SLICES = 16;

const tables = new Map<number, Int32Array>();

/**
 * Creates a 32-bit CRC. It processes 16 bytes at a time (slicing-by-16).
 *
 * @see https://create.stephan-brumme.com/crc32/#slicing-by-16-overview
 */
export function createCrc32([polynomial]: readonly [number]): RunningChecksum {
  const table = tables.get(polynomial) ?? makeTable(polynomial);
  tables.set(polynomial, table);
  let crc = -1;

  return {
    update(bytes) {
      const { head, words, tail } = splitWords(bytes, SLICES);
      crc = updateBytes(table, head, crc);
      crc = updateWords(table, words, crc);
      crc = updateBytes(table, tail, crc);
    },
    digest() {
      const value = new Uint8Array(4);
      new DataView(value.buffer).setInt32(0, ~crc);
      return value;
    },
  };
}

/** Makes 16 tables. Table `k` holds the CRC of each byte followed by `k` zero bytes. */
function makeTable(polynomial: number): Int32Array {
  const table = new Int32Array(SLICES * 256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? polynomial : 0);
    table[byte] = crc;
  }
  for (let i = 256; i < table.length; i++) {
    const before = at(table, i - 256);
    table[i] = (before >>> 8) ^ at(table, before & 255);
  }
  return table;
}

function updateBytes(table: Int32Array, bytes: Uint8Array, before: number): number {
  let crc = before;
  for (const byte of bytes) crc = (crc >>> 8) ^ at(table, (crc ^ byte) & 255);
  return crc;
}

/** Unrolled by hand, because a loop over the 16 bytes takes twice as long. */
function updateWords(table: Int32Array, words: Int32Array, before: number): number {
  let crc = before;
  for (let i = 0; i < words.length; i += 4) {
    const a = at(words, i) ^ crc;
    const b = at(words, i + 1);
    const c = at(words, i + 2);
    const d = at(words, i + 3);
    crc =
      at(table, 0xf00 | (a & 255)) ^
      at(table, 0xe00 | ((a >>> 8) & 255)) ^
      at(table, 0xd00 | ((a >>> 16) & 255)) ^
      at(table, 0xc00 | (a >>> 24)) ^
      at(table, 0xb00 | (b & 255)) ^
      at(table, 0xa00 | ((b >>> 8) & 255)) ^
      at(table, 0x900 | ((b >>> 16) & 255)) ^
      at(table, 0x800 | (b >>> 24)) ^
      at(table, 0x700 | (c & 255)) ^
      at(table, 0x600 | ((c >>> 8) & 255)) ^
      at(table, 0x500 | ((c >>> 16) & 255)) ^
      at(table, 0x400 | (c >>> 24)) ^
      at(table, 0x300 | (d & 255)) ^
      at(table, 0x200 | ((d >>> 8) & 255)) ^
      at(table, 0x100 | ((d >>> 16) & 255)) ^
      at(table, d >>> 24);
  }
  return crc;
}

/** No index here is ever out of bounds. */
function at(list: Int32Array, index: number): number {
  return list[index] as number;
}
