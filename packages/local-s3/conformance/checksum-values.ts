import { createHash } from 'node:crypto';
import { createCRC32, createCRC64 } from 'hash-wasm';

/** The field of an SDK call that contains a checksum. */
export type ChecksumField = `Checksum${(typeof ALGORITHMS)[number]}`;
export const ALGORITHMS = ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const;

const crc32 = await createCRC32();
const crc32c = await createCRC32(0x82f63b78);
const crc64 = await createCRC64('9a6c9329ac4bc9b5');
/** Computes each algorithm over a whole buffer, with other code than the server's. */
export const CALCULATE: Record<(typeof ALGORITHMS)[number], (data: Buffer) => Buffer> = {
  CRC32: (data) => Buffer.from(crc32.init().update(data).digest('binary')),
  CRC32C: (data) => Buffer.from(crc32c.init().update(data).digest('binary')),
  CRC64NVME: (data) => Buffer.from(crc64.init().update(data).digest('binary')),
  SHA1: (data) => createHash('sha1').update(data).digest(),
  SHA256: (data) => createHash('sha256').update(data).digest(),
};
/** A checksum in S3's form. */
export const base64 = (algorithm: (typeof ALGORITHMS)[number], data: Buffer) =>
  CALCULATE[algorithm](data).toString('base64');
