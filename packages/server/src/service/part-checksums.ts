import { CHECKSUMS, type ChecksumMode, type Integrity, UploadError } from '@slipway/protocol';

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/**
 * Checks that a checksum is present if and only if the integrity mode needs one, and that it is well-formed.
 *
 * @throws UploadError `invalid-request`
 */
export function assertChecksum(integrity: Integrity, checksum: string | undefined): void {
  if (integrity === 'none') {
    if (checksum === undefined) return;
    throw new UploadError('invalid-request', {
      message: 'A checksum was sent, but the upload was created without integrity.',
    });
  }
  if (checksum !== undefined && isChecksum(integrity, checksum)) return;
  throw new UploadError('invalid-request', {
    message: `Each part needs its ${integrity} checksum: ${CHECKSUMS[integrity].bytes} bytes in base64.`,
  });
}

function isChecksum(integrity: ChecksumMode, checksum: string): boolean {
  const bytes = Buffer.from(checksum, 'base64');
  // The round trip refuses non-canonical base64, because S3 compares text.
  return (
    BASE64.test(checksum) &&
    bytes.byteLength === CHECKSUMS[integrity].bytes &&
    bytes.toString('base64') === checksum
  );
}
