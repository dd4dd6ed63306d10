import { md5, sha1 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import type { ChecksumMode } from '@slipway/protocol';
import { CRC_POLYNOMIALS } from './crc-polynomials.ts';
import { createCrc32 } from './crc32.ts';
import { createCrc64Nvme } from './crc64-nvme.ts';
import type { RunningChecksum } from './running-checksum.ts';

/**
 * Begins a checksum. None of them is WebAssembly, which a strict CSP refuses, nor WebCrypto, which wants
 * all of a part's bytes in memory at once.
 */
export function beginChecksum(mode: ChecksumMode): RunningChecksum {
  switch (mode) {
    case 'crc64nvme':
      return createCrc64Nvme();
    case 'crc32c':
    case 'crc32':
      return createCrc32(CRC_POLYNOMIALS[mode]);
    case 'sha256':
      return sha256.create();
    case 'sha1':
      return sha1.create();
    case 'md5':
      return md5.create();
  }
}
