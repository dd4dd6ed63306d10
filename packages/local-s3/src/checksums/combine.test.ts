import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { CHECKSUM_ALGORITHMS, type ChecksumAlgorithm, createChecksummer } from './algorithms.ts';
import { fullObjectCrc, isCrc } from './combine.ts';

function checksum(algorithm: ChecksumAlgorithm, data: Uint8Array): Buffer {
  const checksummer = createChecksummer(algorithm);
  checksummer.update(data);
  return checksummer.digest();
}

const CHECK_VALUES: Record<ChecksumAlgorithm, string> = {
  CRC32: 'cbf43926',
  CRC32C: 'e3069283',
  CRC64NVME: 'ae8b14860a799888',
  SHA1: 'f7c3bc1d808e04732adf679965ccc34ca7ae3441',
  SHA256: '15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225',
};

test.each(CHECKSUM_ALGORITHMS)('%s of "123456789" is its published check value', (algorithm) => {
  const value = checksum(algorithm, Buffer.from('123456789'));
  expect(value.toString('hex')).toBe(CHECK_VALUES[algorithm]);
});

test.each(CHECKSUM_ALGORITHMS)(
  '%s does not depend on how the data is cut, or on others running',
  (algorithm) => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 8 }), (pieces) => {
        const checksummer = createChecksummer(algorithm);
        const other = createChecksummer(algorithm);
        for (const piece of pieces) {
          checksummer.update(piece);
          other.update(Buffer.from('noise'));
        }
        expect(checksummer.digest()).toEqual(checksum(algorithm, Buffer.concat(pieces)));
      }),
    );
  },
);

test.each(CHECKSUM_ALGORITHMS.filter(isCrc))(
  'the %s of parts combines into that of the whole, for any cut',
  (algorithm) => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 8 }), (parts) => {
        const combined = fullObjectCrc(
          algorithm,
          parts.map((part) => ({
            size: part.length,
            checksum: checksum(algorithm, part).toString('base64'),
          })),
        );
        expect(combined).toEqual(checksum(algorithm, Buffer.concat(parts)));
      }),
    );
  },
);

test('ten thousand parts combine in less than a second of CPU time', () => {
  const value = checksum('CRC64NVME', Buffer.from('part')).toString('base64');
  const parts = Array.from({ length: 10_000 }, () => ({ size: 5 * 1024 ** 3, checksum: value }));
  const startedAt = process.cpuUsage(); // The wall clock would also count other processes.
  fullObjectCrc('CRC64NVME', parts);
  const { user, system } = process.cpuUsage(startedAt);
  expect((user + system) / 1000).toBeLessThan(1000);
});
