import { createHash } from 'node:crypto';
import { CHECKSUM_BYTES, type ChecksumMode, INTEGRITY_MODES } from '@slipway/protocol';
import * as fc from 'fast-check';
import { createCRC32, createCRC64 } from 'hash-wasm';
import { describe, expect, test } from 'vitest';
import { beginChecksum } from './begin-checksum.ts';
import { combineChecksums } from './combine-checksums.ts';
import { computeChecksum } from './compute-checksum.ts';

const MODES = INTEGRITY_MODES.filter((mode): mode is ChecksumMode => mode !== 'none');
const CRC_MODES = ['crc64nvme', 'crc32c', 'crc32'] as const;

const crc64 = await createCRC64('9a6c9329ac4bc9b5');
const crc32c = await createCRC32(0x82f63b78);
const crc32 = await createCRC32(0xedb88320);

/** The same by the code of others. */
const EXPECTED: Record<ChecksumMode, (bytes: Uint8Array) => string> = {
  crc64nvme: (bytes) => crc64.init().update(bytes).digest('hex'),
  crc32c: (bytes) => crc32c.init().update(bytes).digest('hex'),
  crc32: (bytes) => crc32.init().update(bytes).digest('hex'),
  sha256: (bytes) => createHash('sha256').update(bytes).digest('hex'),
  sha1: (bytes) => createHash('sha1').update(bytes).digest('hex'),
  md5: (bytes) => createHash('md5').update(bytes).digest('hex'),
};

const base64 = (hex: string) => Buffer.from(hex, 'hex').toString('base64');

/** The checksum of pieces, each at some offset in a buffer of its own, as streams hand them over. */
function checksum(mode: ChecksumMode, pieces: readonly Uint8Array[], offset = 0): string {
  const running = beginChecksum(mode);
  for (const piece of pieces) {
    const padded = new Uint8Array(offset + piece.length);
    padded.set(piece, offset);
    running.update(padded.subarray(offset));
  }
  return Buffer.from(running.digest()).toString('base64');
}

describe.each(MODES)('%s', (mode) => {
  test('is the same as by other code, however the bytes are cut and aligned', () => {
    const pieces = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 5 });
    fc.assert(
      fc.property(pieces, fc.integer({ min: 0, max: 7 }), (list, offset) => {
        const expected = base64(EXPECTED[mode](Buffer.concat(list)));
        expect(checksum(mode, list, offset)).toBe(expected);
      }),
    );
  });

  test('of a part of several MiB is the same as by other code', async () => {
    const bytes = new Uint8Array(3 * 1024 ** 2 + 5).map((_, i) => (i * i) >> 3);
    const file = new File([new Uint8Array(7), bytes], 'film.bin');
    let steps = 0;

    const value = await computeChecksum(file.slice(7), mode, () => {
      steps += 1;
    });

    expect(value).toBe(base64(EXPECTED[mode](bytes)));
    expect(atob(value)).toHaveLength(CHECKSUM_BYTES[mode]);
    expect(steps).toBeGreaterThan(2);
  });
});

test.each([
  ['crc64nvme', 'ae8b14860a799888'],
  ['crc32c', 'e3069283'],
  ['crc32', 'cbf43926'],
] as const)('%s has the check value of its catalogue', (mode, hex) => {
  expect(checksum(mode, [new TextEncoder().encode('123456789')])).toBe(base64(hex));
});

describe.each(CRC_MODES)('%s of an object', (mode) => {
  test('is combined from those of its parts, whatever their sizes', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 100 })), (pieces) => {
        const parts = pieces.map((piece) => ({
          size: piece.length,
          checksum: checksum(mode, [piece]),
        }));
        expect(combineChecksums(mode, parts)).toBe(base64(EXPECTED[mode](Buffer.concat(pieces))));
      }),
    );
  });

  test('depends on the order of its parts', () => {
    const parts = ['one', 'two'].map((text) => ({
      size: 3,
      checksum: checksum(mode, [new TextEncoder().encode(text)]),
    }));
    expect(combineChecksums(mode, parts)).not.toBe(combineChecksums(mode, parts.reverse()));
  });

  test('is combined of parts larger than 32 bits can count', () => {
    const a = { size: 5 * 1024 ** 3, checksum: checksum(mode, [new Uint8Array([1])]) };
    const b = { size: 3 * 1024 ** 3, checksum: checksum(mode, [new Uint8Array([2])]) };
    const c = { size: 1, checksum: checksum(mode, [new Uint8Array([3])]) };
    const ab = { size: a.size + b.size, checksum: combineChecksums(mode, [a, b]) ?? '' };
    const bc = { size: b.size + c.size, checksum: combineChecksums(mode, [b, c]) ?? '' };

    const whole = combineChecksums(mode, [a, b, c]);

    expect(combineChecksums(mode, [ab, c])).toBe(whole);
    expect(combineChecksums(mode, [a, bc])).toBe(whole);
  });
});

test.each(['sha256', 'sha1', 'md5'] as const)(
  '%s of an object is not known from its parts',
  (mode) => {
    expect(combineChecksums(mode, [{ size: 1, checksum: 'AA==' }])).toBeUndefined();
  },
);

test('what a step throws ends the reading', async () => {
  const reason = new Error('enough');
  const steps: number[] = [];
  const reading = computeChecksum(new Blob([new Uint8Array(5 * 1024 ** 2)]), 'crc32c', () => {
    steps.push(1);
    throw reason;
  });

  await expect(reading).rejects.toBe(reason);
  expect(steps).toHaveLength(1);
});
