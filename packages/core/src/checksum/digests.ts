import { md5, sha1 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import type { ChecksumMode } from '@slipway/protocol';
import type { CombinableMode } from './crc-polynomials.ts';
import type { RunningChecksum } from './running-checksum.ts';

/** Implements the modes that are not a CRC. */
export const DIGESTS: Readonly<
  Record<Exclude<ChecksumMode, CombinableMode>, { create(): RunningChecksum }>
> = { sha256, sha1, md5 };
