import { ChecksumAlgorithm, ChecksumType } from '@aws-sdk/client-s3';
import { INTEGRITY_MODES, type Integrity } from '@slipway/protocol';

/** How the SDK and S3 name one integrity mode that S3 itself keeps checksums for. */
interface ChecksumFields {
  readonly algorithm: ChecksumAlgorithm;
  /** Field of inputs and answers that carries the value. */
  readonly field: (typeof FIELDS)[number];
  /** Declared at create, unless the owner wants the other. */
  readonly type: ChecksumType;
}

const FIELDS = [
  'ChecksumCRC64NVME',
  'ChecksumCRC32C',
  'ChecksumCRC32',
  'ChecksumSHA256',
  'ChecksumSHA1',
] as const;

/**
 * CRC64NVME exists as full-object only, SHA as composite only; of the others the full-object form
 * is taken, which a browser can compute from the parts' values.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html
 */
const CHECKSUM_FIELDS = {
  crc64nvme: fields('CRC64NVME', 'ChecksumCRC64NVME', 'FULL_OBJECT'),
  crc32c: fields('CRC32C', 'ChecksumCRC32C', 'FULL_OBJECT'),
  crc32: fields('CRC32', 'ChecksumCRC32', 'FULL_OBJECT'),
  sha256: fields('SHA256', 'ChecksumSHA256', 'COMPOSITE'),
  sha1: fields('SHA1', 'ChecksumSHA1', 'COMPOSITE'),
  md5: undefined,
  none: undefined,
} as const satisfies Record<Integrity, ChecksumFields | undefined>;

/** What to declare and read for an integrity mode; `undefined` for modes S3 keeps no checksum of. */
export function checksumFields(integrity: Integrity): ChecksumFields | undefined {
  return CHECKSUM_FIELDS[integrity];
}

/** The checksum's value among an answer's fields. */
export function readChecksum(
  answer: { readonly [field in ChecksumFields['field']]?: string | undefined },
  integrity: Integrity,
): string | undefined {
  const declared = checksumFields(integrity);
  return declared && answer[declared.field];
}

/** The checksum that an answer has, in whichever mode it is. */
export function findChecksum(
  answer: Parameters<typeof readChecksum>[0],
): { readonly integrity: Integrity; readonly value: string } | undefined {
  for (const integrity of INTEGRITY_MODES) {
    const value = readChecksum(answer, integrity);
    if (value !== undefined) return { integrity, value };
  }
  return undefined;
}

/** The mode that S3 names by its algorithm. */
export function integrityOf(algorithm: string | undefined): Integrity | undefined {
  return INTEGRITY_MODES.find((mode) => checksumFields(mode)?.algorithm === algorithm && algorithm);
}

/** The value as a field of an input: as S3's checksum, or as `Content-MD5`. */
export function checksumInput(
  integrity: Integrity,
  checksum: string | undefined,
): Partial<Record<ChecksumFields['field'] | 'ContentMD5', string>> {
  if (checksum === undefined) return {};
  if (integrity === 'md5') return { ContentMD5: checksum };
  const declared = checksumFields(integrity);
  return declared ? { [declared.field]: checksum } : {};
}

function fields(
  algorithm: keyof typeof ChecksumAlgorithm,
  field: ChecksumFields['field'],
  type: keyof typeof ChecksumType,
): ChecksumFields {
  return { algorithm: ChecksumAlgorithm[algorithm], field, type: ChecksumType[type] };
}
