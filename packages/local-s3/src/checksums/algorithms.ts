import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { createCRC32, createCRC64, type IHasher } from 'hash-wasm';

/** Whether an object's checksum covers its bytes, or the checksums of its parts. */
export type ChecksumType = 'COMPOSITE' | 'FULL_OBJECT';

/** The checksum algorithms of S3: the size of the value in bytes, and the types. The first type is the default. */
export const CHECKSUMS = {
  CRC32: { bytes: 4, types: ['COMPOSITE', 'FULL_OBJECT'] },
  CRC32C: { bytes: 4, types: ['COMPOSITE', 'FULL_OBJECT'] },
  CRC64NVME: { bytes: 8, types: ['FULL_OBJECT'] },
  SHA1: { bytes: 20, types: ['COMPOSITE'] },
  SHA256: { bytes: 32, types: ['COMPOSITE'] },
} as const satisfies Record<string, { bytes: number; types: readonly ChecksumType[] }>;

export type ChecksumAlgorithm = keyof typeof CHECKSUMS;
export const CHECKSUM_ALGORITHMS = Object.keys(CHECKSUMS) as readonly ChecksumAlgorithm[];

/** Computes the checksum of the bytes that it receives. */
export interface Checksummer {
  update(data: Uint8Array): void;
  /** The raw value, big-endian for CRCs as S3 writes them. */
  digest(): Buffer;
}

// node:zlib has the fastest CRC-32 but no other CRC. For CRC-32C and CRC-64, hash-wasm does about 2 GB/s and pure
// JavaScript 0.1 to 0.7. A hash-wasm instance takes 128 KiB, so all checksums share one and swap its 12-byte state.
const shared = {
  CRC32C: await createCRC32(0x82f63b78),
  CRC64NVME: await createCRC64('9a6c9329ac4bc9b5'),
};

export function createChecksummer(algorithm: ChecksumAlgorithm): Checksummer {
  switch (algorithm) {
    case 'CRC32':
      return createCrc32();
    case 'CRC32C':
    case 'CRC64NVME':
      return shareHasher(shared[algorithm]);
    case 'SHA1':
    case 'SHA256': {
      const hash = createHash(algorithm.toLowerCase());
      return { update: (data) => void hash.update(data), digest: () => hash.digest() };
    }
  }
}

function createCrc32(): Checksummer {
  let value = 0;
  return {
    update(data) {
      value = crc32(data, value);
    },
    digest() {
      const raw = Buffer.alloc(4);
      raw.writeUInt32BE(value);
      return raw;
    },
  };
}

function shareHasher(hasher: IHasher): Checksummer {
  let state = hasher.init().save();
  return {
    update(data) {
      state = hasher.load(state).update(data).save();
    },
    digest: () => Buffer.from(hasher.load(state).digest('binary')),
  };
}
