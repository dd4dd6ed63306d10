import { BUCKET_KIND_NAMES, type BucketKind, bucketKind } from './bucket-kind.ts';
import type { ObjectOptions } from './object-options.ts';

type OptionName = keyof ObjectOptions;
type StorageClass = ObjectOptions['storageClass'];
type Encryption = ObjectOptions['serverSideEncryption'];

/** What one kind of bucket supports. */
interface Limits {
  readonly lacks: readonly OptionName[];
  readonly hasClass: (storageClass: StorageClass) => boolean;
  readonly hasEncryption: (method: Encryption) => boolean;
}

const GRANTS = [
  'acl',
  'grantFullControl',
  'grantRead',
  'grantReadAcp',
  'grantWriteAcp',
] as const satisfies OptionName[];

/** Classes that only other kinds of buckets have. Snow devices use `SNOW` for their own class. */
const OTHER_CLASSES: ReadonlySet<StorageClass> = new Set([
  'OUTPOSTS',
  'EXPRESS_ONEZONE',
  'FSX_OPENZFS',
  'FSX_ONTAP',
]);

const LIMITS: Record<BucketKind, Limits> = {
  'general-purpose': {
    lacks: [],
    hasClass: (storageClass) => !OTHER_CLASSES.has(storageClass),
    hasEncryption: (method) => method !== 'aws:fsx',
  },
  // An access point can lead to an FSx file system, and its name does not show that.
  'access-point': {
    lacks: [],
    hasClass: (storageClass) => storageClass !== 'OUTPOSTS' && storageClass !== 'EXPRESS_ONEZONE',
    hasEncryption: () => true,
  },
  'multi-region-access-point': {
    lacks: [],
    hasClass: (storageClass) => !OTHER_CLASSES.has(storageClass),
    hasEncryption: (method) => method !== 'aws:fsx',
  },
  // @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-express-differences.html
  directory: {
    lacks: [
      ...GRANTS,
      'contentEncoding',
      'websiteRedirectLocation',
      'tagging',
      'objectLockMode',
      'objectLockRetainUntilDate',
      'objectLockLegalHoldStatus',
      'requestPayer',
      'sseCustomerKey',
    ],
    hasClass: (storageClass) => storageClass === 'EXPRESS_ONEZONE' || storageClass === 'ONEZONE_IA',
    hasEncryption: (method) => method === 'AES256' || method === 'aws:kms',
  },
  // @see https://docs.aws.amazon.com/AmazonS3/latest/s3-outposts/S3OnOutpostsRestrictionsLimitations.html
  outposts: {
    lacks: GRANTS,
    hasClass: (storageClass) => storageClass === 'OUTPOSTS',
    hasEncryption: (method) => method !== 'aws:fsx',
  },
};

/** Explains which option this kind of bucket does not support, or returns `undefined`. */
export function findBucketFault(bucket: string, options: ObjectOptions): string | undefined {
  const kind = bucketKind(bucket);
  const { lacks, hasClass, hasEncryption } = LIMITS[kind];
  const { storageClass, serverSideEncryption } = options;
  const lacking = lacks.find((name) => options[name] !== undefined);
  if (lacking) return `${BUCKET_KIND_NAMES[kind]} has no ${lacking}`;
  if (storageClass !== undefined && !hasClass(storageClass)) {
    return `${BUCKET_KIND_NAMES[kind]} has no storageClass "${storageClass}"`;
  }
  if (serverSideEncryption !== undefined && !hasEncryption(serverSideEncryption)) {
    return `${BUCKET_KIND_NAMES[kind]} has no serverSideEncryption "${serverSideEncryption}"`;
  }
  return kind === 'directory' ? findDirectoryKmsFault(bucket, options) : undefined;
}

/**
 * A directory bucket encrypts all objects the same way, with a bucket key. It accepts only its own ARN as encryption
 * context.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-express-UsingKMSEncryption.html
 */
function findDirectoryKmsFault(
  bucket: string,
  { bucketKeyEnabled, sseKmsEncryptionContext: context }: ObjectOptions,
): string | undefined {
  if (bucketKeyEnabled === false) return 'a directory bucket always has bucketKeyEnabled';
  if (context === undefined) return undefined;
  const [[name, arn] = [], ...others] = Object.entries(context);
  const isOwn = name === 'aws:s3:arn' && arn?.endsWith(`:bucket/${bucket}`) && others.length === 0;
  return isOwn
    ? undefined
    : 'a directory bucket accepts only its ARN as "aws:s3:arn" in sseKmsEncryptionContext';
}
