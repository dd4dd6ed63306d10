import { md5, sha1 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';

/** What is no CRC. */
export const DIGESTS = { sha256, sha1, md5 } as const;
