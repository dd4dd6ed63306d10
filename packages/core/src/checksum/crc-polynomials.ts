import type { ChecksumMode, ModeWith } from '@slipway/protocol';

/** The modes whose part checksums can be combined into the checksum of the whole object. */
export type CombinableMode = ModeWith<{ readonly combines: true }>;

/**
 * Generator polynomials, bit-reflected and without their leading term. Each is a list of 32-bit words, the most
 * significant word first.
 *
 * @see https://reveng.sourceforge.io/crc-catalogue/all.htm
 */
export const CRC_POLYNOMIALS = {
  crc64nvme: [0x9a6c9329, 0xac4bc9b5],
  crc32c: [0x82f63b78],
  crc32: [0xedb88320],
} as const satisfies Record<CombinableMode, readonly number[]>;

/** Narrows to the modes whose part checksums can be combined. */
export function isCrcMode(mode: ChecksumMode): mode is keyof typeof CRC_POLYNOMIALS {
  return Object.hasOwn(CRC_POLYNOMIALS, mode);
}
