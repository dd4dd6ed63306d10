import type { ChecksumMode } from '@slipway/protocol';

/**
 * Generator polynomials, bit-reflected, without their leading term; in words of 32 bits, the most
 * significant first.
 *
 * @see https://reveng.sourceforge.io/crc-catalogue/all.htm
 */
export const CRC_POLYNOMIALS = {
  crc64nvme: [0x9a6c9329, 0xac4bc9b5],
  crc32c: [0x82f63b78],
  crc32: [0xedb88320],
} as const satisfies { readonly [mode in ChecksumMode]?: readonly number[] };

/** The modes in which the parts' checksums determine the whole object's. */
export type CrcMode = keyof typeof CRC_POLYNOMIALS;

/** Narrows to the modes whose part checksums can be combined. */
export function isCrcMode(mode: ChecksumMode): mode is CrcMode {
  return Object.hasOwn(CRC_POLYNOMIALS, mode);
}
