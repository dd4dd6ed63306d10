/** How S3 makes the checksum of an object of several parts: over all bytes, or over the parts' checksums. */
export type ChecksumType = 'FULL_OBJECT' | 'COMPOSITE';

/** Everything in which one checksum mode differs from the others. */
export interface ChecksumFacts {
  /** The header that carries a part's checksum in base64. The presigned URL signs it. */
  readonly header: string;
  /** Length of the checksum in bytes, before base64. */
  readonly bytes: number;
  /**
   * Set when S3 keeps the checksum: ListParts and HeadObject return it. `undefined` when S3 verifies the part and
   * forgets the checksum.
   */
  readonly kept:
    | {
        /** S3's name for the algorithm: `CRC64NVME`. */
        readonly algorithm: string;
        /** The types of object checksum that S3 offers. The first is the one that uploads declare by default. */
        readonly types: readonly [ChecksumType, ...ChecksumType[]];
      }
    | undefined;
  /** Whether the browser can compute the object's checksum from those of the parts. */
  readonly combines: boolean;
  /**
   * Whether a form (`PostObject`) may carry the checksum. A form has no `If-None-Match`, so a client can send it again and
   * replace the object. Only a checksum that an attacker cannot forge keeps the bytes the same: appending as many bytes as a CRC
   * has yields any CRC, and MD5 and SHA-1 have collisions.
   */
  readonly inForms: boolean;
}

/**
 * The modes, in order of preference. **To add one, fill in a row.** The other tables are typed by this one, so the
 * compiler names every place that needs more than the row: an implementation, a check value, a field of the SDK.
 *
 * Browsers import only its types, so that the table stays out of their bundles.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html
 */
export const CHECKSUMS = {
  crc64nvme: {
    header: 'x-amz-checksum-crc64nvme',
    bytes: 8,
    kept: { algorithm: 'CRC64NVME', types: ['FULL_OBJECT'] },
    combines: true,
    inForms: false,
  },
  crc32c: {
    header: 'x-amz-checksum-crc32c',
    bytes: 4,
    kept: { algorithm: 'CRC32C', types: ['FULL_OBJECT', 'COMPOSITE'] },
    combines: true,
    inForms: false,
  },
  crc32: {
    header: 'x-amz-checksum-crc32',
    bytes: 4,
    kept: { algorithm: 'CRC32', types: ['FULL_OBJECT', 'COMPOSITE'] },
    combines: true,
    inForms: false,
  },
  sha256: {
    header: 'x-amz-checksum-sha256',
    bytes: 32,
    kept: { algorithm: 'SHA256', types: ['COMPOSITE'] },
    combines: false,
    inForms: true,
  },
  sha1: {
    header: 'x-amz-checksum-sha1',
    bytes: 20,
    kept: { algorithm: 'SHA1', types: ['COMPOSITE'] },
    combines: false,
    inForms: false,
  },
  /** For stores without the `x-amz-checksum-` headers. */
  md5: {
    header: 'content-md5',
    bytes: 16,
    kept: undefined,
    combines: false,
    inForms: false,
  },
  /** No checksum: only the size is signed. */
  none: undefined,
} as const satisfies Readonly<Record<string, ChecksumFacts | undefined>>;

/** How the bytes of each part are protected on their way to S3. */
export type Integrity = keyof typeof CHECKSUMS;

/** A mode with a checksum for each part. */
export type ChecksumMode = Exclude<Integrity, 'none'>;

/** The modes whose rows have these facts: `ModeWith<{ combines: true }>`. */
export type ModeWith<Facts extends Partial<ChecksumFacts>> = {
  [Mode in ChecksumMode]: (typeof CHECKSUMS)[Mode] extends Facts ? Mode : never;
}[ChecksumMode];

/** All modes, in order of preference. */
export const INTEGRITY_MODES = /* @__PURE__ */ Object.keys(CHECKSUMS) as readonly Integrity[];

/** All modes with a checksum, in order of preference. */
export const CHECKSUM_MODES = /* @__PURE__ */ INTEGRITY_MODES.filter((mode) => mode !== 'none');

/**
 * The mode when neither policy nor browser names one. It finds damaged bytes. It does not stop an attacker, who can forge
 * it. S3 prefers it too, and it is the cheapest one with 64 bits.
 */
export const DEFAULT_INTEGRITY = 'crc64nvme' satisfies Integrity;

/**
 * The mode of a file of one part, where the policy names none and the browser computes it fast. It is the only one that
 * forms carry: the URL accepts no other bytes, not even forged ones.
 */
export const FORM_INTEGRITY = 'sha256' satisfies ModeWith<{ readonly inForms: true }>;
