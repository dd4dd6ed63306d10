import type { ChecksumMode } from '@slipway/protocol';
import { CRC_POLYNOMIALS } from './crc-polynomials.ts';
import { createCrc32 } from './crc32.ts';
import { createCrc64Nvme } from './crc64-nvme.ts';
import type { RunningChecksum } from './running-checksum.ts';

/**
 * Begins a checksum. None of them is WebAssembly, which a strict CSP refuses, nor WebCrypto, which wants
 * all of a part's bytes in memory at once. Digests are loaded when one is asked for first.
 */
export async function beginChecksum(mode: ChecksumMode): Promise<RunningChecksum> {
  switch (mode) {
    case 'crc64nvme':
      return createCrc64Nvme();
    case 'crc32c':
    case 'crc32':
      return createCrc32(CRC_POLYNOMIALS[mode]);
    default: {
      const { DIGESTS } = await import('./digests.ts');
      return DIGESTS[mode].create();
    }
  }
}
