import { createHash } from 'node:crypto';
import type { Integrity } from '@slipway/protocol';
import { TRIAL_BODY } from './trial.ts';

/** The check values of the CRCs. @see https://reveng.sourceforge.io/crc-catalogue/all.htm */
const CHECK_VALUES = {
  crc64nvme: 'ae8b14860a799888',
  crc32c: 'e3069283',
  crc32: 'cbf43926',
};

/** The checksum of the trials' body, in base64. */
export function rightChecksum(integrity: Integrity): string | undefined {
  return bytesOf(integrity)?.toString('base64');
}

/** A checksum of the same kind that is not the body's, in base64. */
export function wrongChecksum(integrity: Exclude<Integrity, 'none'>): string | undefined {
  const bytes = bytesOf(integrity);
  bytes?.writeUInt8(bytes.readUInt8(0) ^ 1, 0);
  return bytes?.toString('base64');
}

function bytesOf(integrity: Integrity): Buffer | undefined {
  switch (integrity) {
    case 'none':
      return undefined;
    case 'md5':
    case 'sha1':
    case 'sha256':
      return createHash(integrity).update(TRIAL_BODY).digest();
    default:
      return Buffer.from(CHECK_VALUES[integrity], 'hex');
  }
}
