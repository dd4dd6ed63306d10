import { createHash } from 'node:crypto';
import { CHECKSUM_MODES, CHECKSUMS, type ChecksumMode } from '@slipway/protocol';
import * as fc from 'fast-check';
import { createCRC32, createCRC64 } from 'hash-wasm';
import { describe, expect, test } from 'vitest';
import { beginChecksum } from './begin-checksum.ts';
import { combineChecksums } from './combine-checksums.ts';
import { computeChecksum } from './compute-checksum.ts';
import { MAX_DIGEST_BYTES } from './web-digests.ts';

const CRC_MODES = ['crc64nvme', 'crc32c', 'crc32'] as const;

const crc64 = await createCRC64('9a6c9329ac4bc9b5');
const crc32c = await createCRC32(0x82f63b78);
const crc32 = await createCRC32(0xedb88320);

/** Checksums in hex, computed by other libraries. */
const EXPECTED: Record<ChecksumMode, (bytes: Uint8Array) => string> = {
  crc64nvme: (bytes) => crc64.init().update(bytes).digest('hex'),
  crc32c: (bytes) => crc32c.init().update(bytes).digest('hex'),
  crc32: (bytes) => crc32.init().update(bytes).digest('hex'),
  sha256: (bytes) => createHash('sha256').update(bytes).digest('hex'),
  sha1: (bytes) => createHash('sha1').update(bytes).digest('hex'),
  md5: (bytes) => createHash('md5').update(bytes).digest('hex'),
};

const base64 = (hex: string) => Buffer.from(hex, 'hex').toString('base64');

/** Computes the checksum of pieces. Each piece is at an offset in its own buffer, as streams deliver them. */
async function checksum(
  mode: ChecksumMode,
  pieces: readonly Uint8Array[],
  offset = 0,
): Promise<string> {
  const running = await beginChecksum(mode);
  for (const piece of pieces) {
    const padded = new Uint8Array(offset + piece.length);
    padded.set(piece, offset);
    running.update(padded.subarray(offset));
  }
  return Buffer.from(running.digest()).toString('base64');
}

/** A part of `size` bytes that claims the checksum of `bytes`. */
async function partOf(mode: ChecksumMode, size: number, bytes: Uint8Array) {
  return { size, checksum: await checksum(mode, [bytes]) };
}

describe.each(CHECKSUM_MODES)('%s', (mode) => {
  test('gives the same value as another library, however the bytes are split and aligned', async () => {
    const pieces = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(pieces, fc.integer({ min: 0, max: 7 }), async (list, offset) => {
        const expected = base64(EXPECTED[mode](Buffer.concat(list)));
        expect(await checksum(mode, list, offset)).toBe(expected);
      }),
    );
  });

  test('gives the same value as another library for a part of several MiB', async () => {
    const bytes = new Uint8Array(3 * 1024 ** 2 + 5).map((_, i) => (i * i) >> 3);
    const file = new File([new Uint8Array(7), bytes], 'film.bin');
    let steps = 0;

    const value = await computeChecksum(file.slice(7), mode, () => {
      steps += 1;
    });

    expect(value).toBe(base64(EXPECTED[mode](bytes)));
    expect(atob(value)).toHaveLength(CHECKSUMS[mode].bytes);
    expect(steps).toBeGreaterThan(2);
  });
});

test.each([
  ['crc64nvme', 'ae8b14860a799888'],
  ['crc32c', 'e3069283'],
  ['crc32', 'cbf43926'],
] as const)('%s has the check value of the CRC catalogue', async (mode, hex) => {
  expect(await checksum(mode, [new TextEncoder().encode('123456789')])).toBe(base64(hex));
});

describe.each(CRC_MODES)('%s of an object', (mode) => {
  test('is combined from the checksums of its parts, whatever their sizes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 100 })), async (pieces) => {
        const parts = await Promise.all(pieces.map((piece) => partOf(mode, piece.length, piece)));
        expect(combineChecksums(mode, parts)).toBe(base64(EXPECTED[mode](Buffer.concat(pieces))));
      }),
    );
  });

  test('depends on the order of its parts', async () => {
    const one = await partOf(mode, 3, new TextEncoder().encode('one'));
    const two = await partOf(mode, 3, new TextEncoder().encode('two'));
    expect(combineChecksums(mode, [one, two])).not.toBe(combineChecksums(mode, [two, one]));
  });

  test('is combined from parts of more than 4 GiB', async () => {
    const a = await partOf(mode, 5 * 1024 ** 3, new Uint8Array([1]));
    const b = await partOf(mode, 3 * 1024 ** 3, new Uint8Array([2]));
    const c = await partOf(mode, 1, new Uint8Array([3]));
    const ab = { size: a.size + b.size, checksum: combineChecksums(mode, [a, b]) ?? '' };
    const bc = { size: b.size + c.size, checksum: combineChecksums(mode, [b, c]) ?? '' };

    const whole = combineChecksums(mode, [a, b, c]);

    expect(combineChecksums(mode, [ab, c])).toBe(whole);
    expect(combineChecksums(mode, [a, bc])).toBe(whole);
  });
});

test.each(['sha256', 'sha1', 'md5'] as const)(
  '%s of an object cannot be combined from its parts',
  (mode) => {
    expect(combineChecksums(mode, [{ size: 1, checksum: 'AA==' }])).toBeUndefined();
  },
);

test('an error that afterStep throws ends the reading', async () => {
  const reason = new Error('enough');
  const steps: number[] = [];
  const reading = computeChecksum(new Blob([new Uint8Array(5 * 1024 ** 2)]), 'crc32c', () => {
    steps.push(1);
    throw reason;
  });

  await expect(reading).rejects.toBe(reason);
  expect(steps).toHaveLength(1);
});

/** WebCrypto, and how many bytes each digest got. */
function watchDigests() {
  const sizes: number[] = [];
  const digest: SubtleCrypto['digest'] = (algorithm, bytes) => {
    sizes.push(bytes.byteLength);
    return crypto.subtle.digest(algorithm, bytes);
  };
  return { sizes, digest };
}

describe('WebCrypto', () => {
  test.each(CHECKSUM_MODES)('computes %s of a whole part, if it knows the mode', async (mode) => {
    const bytes = new Uint8Array(3 * 1024 ** 2 + 5).map((_, i) => (i * i) >> 3);
    const web = watchDigests();

    const value = await computeChecksum(new Blob([bytes]), mode, () => {}, web);

    expect(value).toBe(base64(EXPECTED[mode](bytes)));
    expect(web.sizes).toEqual(mode.startsWith('sha') ? [bytes.length] : []);
  });

  test('gets no part that is too large to be in memory as a whole', async () => {
    const web = watchDigests();
    const bytes = new Uint8Array(MAX_DIGEST_BYTES + 1);
    const value = base64(EXPECTED.sha256(bytes));

    expect(await computeChecksum(new Blob([bytes]), 'sha256', () => {}, web)).toBe(value);
    expect(web.sizes).toEqual([]);
  });

  test('gets no part of a file that became shorter', async () => {
    const web = watchDigests();
    const shorter = new Blob(['abc']);
    Object.defineProperty(shorter, 'size', { value: 4 });

    await expect(computeChecksum(shorter, 'sha256', () => {}, web)).rejects.toMatchObject({
      name: 'NotReadableError',
    });
    expect(web.sizes).toEqual([]);
  });

  test('computes nothing of an aborted part', async () => {
    const web = watchDigests();
    const reason = new Error('enough');
    const reading = computeChecksum(
      new Blob(['abc']),
      'sha256',
      () => {
        throw reason;
      },
      web,
    );

    await expect(reading).rejects.toBe(reason);
    expect(web.sizes).toEqual([]);
  });
});
