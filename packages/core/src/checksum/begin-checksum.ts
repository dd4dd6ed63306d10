import type { ChecksumMode } from '@slipway/protocol';
import { CRC_POLYNOMIALS } from './crc-polynomials.ts';
import { createCrc32 } from './crc32.ts';
import { createCrc64Nvme } from './crc64-nvme.ts';
import type { RunningChecksum } from './running-checksum.ts';

/**
 * Starts a checksum. The code uses neither WebAssembly, which a strict CSP refuses, nor WebCrypto, which needs all
 * bytes of a part in memory at once. The digests are a separate chunk, loaded with the first call that needs one.
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
