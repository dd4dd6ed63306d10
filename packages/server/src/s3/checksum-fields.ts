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

/** The field of a request or response that holds a checksum which S3 keeps, such as `ChecksumCRC64NVME`. */
type KeptField = `Checksum${(typeof CHECKSUMS)[KeptMode]['kept']['algorithm']}`;

/** The field of a request that holds a checksum which S3 forgets. */
const FORGOTTEN_FIELDS: Readonly<Record<ForgottenMode, 'ContentMD5'>> = { md5: 'ContentMD5' };

/** The names of one integrity mode in the SDK and S3, if S3 keeps its checksums. */
interface ChecksumFields {
  readonly algorithm: ChecksumAlgorithm;
  readonly field: KeptField;
  /** Declared at create, unless the owner sets another type. */
  readonly type: ChecksumType;
}

/** What to declare and read for an integrity mode. `undefined` if S3 does not keep the mode's checksums. */
export function checksumFields(integrity: Integrity): ChecksumFields | undefined {
  const kept = CHECKSUMS[integrity]?.kept;
  if (!kept) return undefined;
  const { algorithm, types } = kept;
  return { algorithm, field: `Checksum${algorithm}`, type: types[0] };
}

/** Reads the checksum of one integrity mode from a response. */
export function readChecksum(
  answer: { readonly [field in KeptField]?: string | undefined },
  integrity: Integrity,
): string | undefined {
  const declared = checksumFields(integrity);
  return declared && answer[declared.field];
}

/** Finds the checksum in a response, whatever its mode. */
export function findChecksum(
  answer: Parameters<typeof readChecksum>[0],
): { readonly integrity: Integrity; readonly value: string } | undefined {
  for (const integrity of CHECKSUM_MODES) {
    const value = readChecksum(answer, integrity);
    if (value !== undefined) return { integrity, value };
  }
  return undefined;
}

/** The integrity mode of an algorithm, as S3 names it. */
export function integrityOf(algorithm: string | undefined): Integrity | undefined {
  return CHECKSUM_MODES.find((mode) => checksumFields(mode)?.algorithm === algorithm && algorithm);
}

/** Puts a checksum into the request field for its mode. */
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
