import { INTEGRITY_MODES, type Integrity } from '@slipway/protocol';

/**
 * What one kind of store can do. A row for each store is in {@link STORE_PROFILES}. Read the row of the bucket's store
 * with `gateway.readProfile(bucket)`.
 */
export interface StoreProfile {
  /** The store's name in a sentence. */
  readonly label: string;
  /** Whether all parts of an upload must have the same size, except for the last one, which may be smaller. */
  readonly equalParts: boolean;
  /**
   * Whether `If-None-Match: *` protects an existing object, in a PUT and in CompleteMultipartUpload. If not, the header is
   * not sent: some stores refuse the request for it, and others ignore it.
   */
  readonly conditionalWrites: { readonly put: boolean; readonly complete: boolean };
  /** The modes that the store verifies for each part. It also keeps their checksums, except for `md5`. */
  readonly integrity: readonly Integrity[];
  /** Whether the store accepts presigned forms, and verifies their SHA-256. */
  readonly forms: boolean;
  /** Whether the store lists the parts of an upload. Uploads of several parts need that. */
  readonly listParts: boolean;
  /** Whether the store lists unfinished uploads by a prefix, or only those of one exact key. */
  readonly listUploads: 'by-prefix' | 'by-key';
  /** How the ETag that a browser reads can differ from the one that the store lists. Slipway compares them without these differences. */
  readonly etags: 'as listed' | 'without quotes';
  /** Whether a rule that aborts unfinished uploads can be set with S3's API. */
  readonly lifecycle: boolean;
  /** Whether CORS rules can be set with S3's API. */
  readonly corsByApi: boolean;
}

/** S3 itself, as its documentation says. The other profiles are its differences. */
const AWS: StoreProfile = {
  label: 'AWS S3',
  equalParts: false,
  conditionalWrites: { put: true, complete: true },
  integrity: INTEGRITY_MODES,
  forms: true,
  listParts: true,
  listUploads: 'by-prefix',
  etags: 'as listed',
  lifecycle: true,
  corsByApi: true,
};

const NEVER = { put: false, complete: false } as const;
const ONLY_MD5 = ['md5', 'none'] as const satisfies readonly Integrity[];

/** What each store can do, as its documentation says. `slipway doctor` finds out what is true of yours. */
export const STORE_PROFILES = {
  aws: AWS,
  /** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-express-differences.html */
  's3-express': {
    ...AWS,
    label: 'S3 Express One Zone',
    integrity: INTEGRITY_MODES.filter((mode) => mode !== 'md5'),
    forms: false,
    corsByApi: false,
  },
  /** Ceph 16. Later versions keep checksums: set `integrity` in a profile of your own. */
  ceph: {
    ...AWS,
    label: 'Ceph',
    conditionalWrites: { put: true, complete: false },
    integrity: ONLY_MD5,
    forms: false,
  },
  /**
   * @see https://github.com/minio/docs/issues/1216
   * @see https://github.com/minio/minio/issues/16120
   */
  minio: {
    ...AWS,
    label: 'MinIO',
    forms: false,
    listUploads: 'by-key',
    lifecycle: false,
    corsByApi: false,
  },
  /**
   * R2 takes CRC32 and CRC32C only as checksums of checksums.
   *
   * @see https://developers.cloudflare.com/r2/api/s3/api/
   * @see https://developers.cloudflare.com/r2/api/s3/conditional-operations/
   */
  r2: {
    ...AWS,
    label: 'Cloudflare R2',
    equalParts: true,
    integrity: ['crc64nvme', 'sha256', 'sha1', 'md5', 'none'],
    forms: false,
  },
  /**
   * B2 answers 501 to `If-None-Match`, and 400 to checksum headers in some regions.
   *
   * @see https://www.backblaze.com/docs/cloud-storage-s3-compatible-api
   */
  b2: {
    ...AWS,
    label: 'Backblaze B2',
    conditionalWrites: NEVER,
    integrity: ONLY_MD5,
    forms: false,
    lifecycle: false,
  },
  /** @see https://docs.cloud.google.com/storage/docs/request-preconditions */
  gcs: {
    ...AWS,
    label: 'Google Cloud Storage (XML API)',
    conditionalWrites: NEVER,
    integrity: ONLY_MD5,
    forms: false,
    lifecycle: false,
    corsByApi: false,
  },
  /** Wasabi documents neither conditional writes nor the newer checksums. */
  wasabi: {
    ...AWS,
    label: 'Wasabi',
    conditionalWrites: NEVER,
    integrity: ONLY_MD5,
    forms: false,
    lifecycle: false,
    corsByApi: false,
  },
  /** A Ceph. @see https://github.com/slatedb/slatedb/issues/1818 */
  spaces: {
    ...AWS,
    label: 'DigitalOcean Spaces',
    conditionalWrites: { put: true, complete: false },
    integrity: ONLY_MD5,
    forms: false,
  },
  /** OSS answers 501 to `If-None-Match`. @see https://github.com/apache/arrow-rs-object-store/issues/416 */
  oss: {
    ...AWS,
    label: 'Alibaba OSS',
    conditionalWrites: NEVER,
    integrity: ONLY_MD5,
    forms: false,
  },
  /** S3Proxy and similar gateways answer a part with an ETag without quotes, and list it with quotes. */
  azure: {
    ...AWS,
    label: 'Azure through a gateway',
    conditionalWrites: NEVER,
    integrity: ONLY_MD5,
    forms: false,
    listUploads: 'by-key',
    etags: 'without quotes',
    lifecycle: false,
    corsByApi: false,
  },
  /** A store that Slipway does not know. It gets what S3 gets, except for forms, which not every store verifies. */
  other: { ...AWS, label: 'like S3, without forms', forms: false },
} as const satisfies Record<string, StoreProfile>;

/** Names a kind of store. */
export type StoreName = keyof typeof STORE_PROFILES;

/** A store that differs from a known one. */
export interface CustomStore extends Partial<StoreProfile> {
  /** The store that it is most like. */
  readonly like: StoreName;
}

/** Which store the bucket is in. `auto` finds that out by the host of its endpoint. */
export type StoreChoice = 'auto' | StoreName | CustomStore;

/** What `s3Store` can be, apart from a profile of the owner's own. */
export const STORE_CHOICES: readonly ('auto' | StoreName)[] = [
  'auto',
  ...(Object.keys(STORE_PROFILES) as StoreName[]),
];

/** Why a choice is none, as the rest of a sentence about it. `undefined` if it is one. */
export function findStoreFault(choice: StoreChoice): string | undefined {
  const isObject = typeof choice === 'object' && choice !== null;
  const name = isObject ? choice.like : choice;
  if (STORE_CHOICES.includes(name) && !(isObject && name === 'auto')) return undefined;
  const names = STORE_CHOICES.filter((one) => !isObject || one !== 'auto').join(', ');
  return `${isObject ? '.like ' : ' '}must be one of ${names}`;
}

/** The profile that a choice names. `undefined` for `auto`, which depends on the endpoint. */
export function chosenProfile(choice: StoreChoice): StoreProfile | undefined {
  if (choice === 'auto') return undefined;
  if (typeof choice === 'string') return STORE_PROFILES[choice];
  const { like, ...differences } = choice;
  return { ...STORE_PROFILES[like], ...differences };
}

/**
 * The mode that browsers use if the policy names none. `undefined` if the store verifies the modes that they choose
 * themselves.
 */
export function defaultIntegrityOf({ integrity }: StoreProfile): Integrity | undefined {
  const takesOurs = integrity.includes('crc64nvme') && integrity.includes('sha256');
  return takesOurs ? undefined : integrity[0];
}
