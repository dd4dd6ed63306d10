import type { ChecksumMode } from '@slipway/protocol';

/** What checksums use of WebCrypto. Browsers offer it on secure pages only: HTTPS, and localhost. */
export type WebDigests = Pick<SubtleCrypto, 'digest'>;

/** The modes that WebCrypto knows, by its own names. */
const ALGORITHMS: { readonly [mode in ChecksumMode]?: string } = {
  sha256: 'SHA-256',
  sha1: 'SHA-1',
};

/**
 * Largest part in bytes that WebCrypto gets. It wants all bytes at once, and two workers hold a part each. The part plan
 * makes larger parts only for files above 640 GB.
 */
export const MAX_DIGEST_BYTES = 64 * 1024 ** 2;

/** WebCrypto's name for the mode, if it can compute the checksum of this part. */
export function webDigestOf(part: Blob, mode: ChecksumMode): string | undefined {
  return part.size > MAX_DIGEST_BYTES ? undefined : ALGORITHMS[mode];
}
