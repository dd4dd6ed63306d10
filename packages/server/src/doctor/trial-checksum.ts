import type { ChecksumMode, Integrity } from '@slipway/protocol';

/**
 * The checksums of {@link TRIAL_BODY}, in hex.
 *
 * @see https://reveng.sourceforge.io/crc-catalogue/all.htm
 */
const CHECK_VALUES: Readonly<Record<ChecksumMode, string>> = {
  crc64nvme: 'ae8b14860a799888',
  crc32c: 'e3069283',
  crc32: 'cbf43926',
  sha256: '15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225',
  sha1: 'f7c3bc1d808e04732adf679965ccc34ca7ae3441',
  md5: '25f9e794323b453885f5181f1b624d0b',
};

/** The correct checksum of the trial's body, in base64. */
export function rightChecksum(integrity: Integrity): string | undefined {
  return integrity === 'none' ? undefined : bytesOf(integrity).toString('base64');
}

/** A wrong checksum of the same kind, in base64. */
export function wrongChecksum(mode: ChecksumMode): string {
  const bytes = bytesOf(mode);
  bytes.writeUInt8(bytes.readUInt8(0) ^ 1, 0);
  return bytes.toString('base64');
}

function bytesOf(mode: ChecksumMode): Buffer {
  return Buffer.from(CHECK_VALUES[mode], 'hex');
}
