import type { ChecksumAlgorithm } from '@aws-sdk/client-s3';
import {
  CHECKSUM_MODES,
  CHECKSUMS,
  type ChecksumMode,
  type ChecksumType,
  type Integrity,
  type ModeWith,
} from '@slipway/protocol';

/** The modes whose checksums S3 forgets once it has verified the part. */
type ForgottenMode = ModeWith<{ readonly kept: undefined }>;
type KeptMode = Exclude<ChecksumMode, ForgottenMode>;

/** The field of inputs and answers that carries a checksum which S3 keeps: `ChecksumCRC64NVME`. */
type KeptField = `Checksum${(typeof CHECKSUMS)[KeptMode]['kept']['algorithm']}`;

/** The field of inputs that carries a checksum which S3 forgets. */
const FORGOTTEN_FIELDS: Readonly<Record<ForgottenMode, 'ContentMD5'>> = { md5: 'ContentMD5' };

/** How the SDK and S3 name one integrity mode whose checksums S3 keeps. */
interface ChecksumFields {
  readonly algorithm: ChecksumAlgorithm;
  readonly field: KeptField;
  /** Declared at create, unless the owner chooses another. */
  readonly type: ChecksumType;
}

/** What to declare and read for an integrity mode; `undefined` for modes whose checksums S3 does not keep. */
export function checksumFields(integrity: Integrity): ChecksumFields | undefined {
  const kept = CHECKSUMS[integrity]?.kept;
  if (!kept) return undefined;
  const { algorithm, types } = kept;
  return { algorithm, field: `Checksum${algorithm}`, type: types[0] };
}

/** The checksum's value among an answer's fields. */
export function readChecksum(
  answer: { readonly [field in KeptField]?: string | undefined },
  integrity: Integrity,
): string | undefined {
  const declared = checksumFields(integrity);
  return declared && answer[declared.field];
}

/** The checksum that an answer has, in whichever mode it is. */
export function findChecksum(
  answer: Parameters<typeof readChecksum>[0],
): { readonly integrity: Integrity; readonly value: string } | undefined {
  for (const integrity of CHECKSUM_MODES) {
    const value = readChecksum(answer, integrity);
    if (value !== undefined) return { integrity, value };
  }
  return undefined;
}

/** The mode that S3 names by its algorithm. */
export function integrityOf(algorithm: string | undefined): Integrity | undefined {
  return CHECKSUM_MODES.find((mode) => checksumFields(mode)?.algorithm === algorithm && algorithm);
}

/** The value as a field of an input: as a checksum that S3 keeps, or as one that it forgets. */
export function checksumInput(
  integrity: Integrity,
  checksum: string | undefined,
): Partial<Record<KeptField | 'ContentMD5', string>> {
  if (checksum === undefined || integrity === 'none') return {};
  const field = isKept(integrity)
    ? (`Checksum${CHECKSUMS[integrity].kept.algorithm}` as const)
    : FORGOTTEN_FIELDS[integrity];
  return { [field]: checksum };
}

function isKept(mode: ChecksumMode): mode is KeptMode {
  return CHECKSUMS[mode].kept !== undefined;
}
