import type { ChecksumMode } from '@slipway/protocol';
import { CRC_POLYNOMIALS } from './crc-polynomials.ts';
import { createCrc32 } from './crc32.ts';
import { createCrc64Nvme } from './crc64-nvme.ts';
import type { RunningChecksum } from './running-checksum.ts';

/**
 * Starts a checksum that takes its bytes step by step. The code uses no WebAssembly, which a strict CSP refuses. The digests
 * are a separate chunk, loaded with the first call that needs one.
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
