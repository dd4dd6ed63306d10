import type { ObjectOptions } from './object-options.ts';

type OptionName = keyof ObjectOptions;

/** What one kind of bucket does not have. */
interface BucketKind {
  readonly name: string;
  readonly pattern: RegExp;
  readonly lacks: readonly OptionName[];
  readonly storageClasses: readonly ObjectOptions['storageClass'][];
  readonly encryptions: readonly ObjectOptions['serverSideEncryption'][];
}

const GRANTS = [
  'acl',
  'grantFullControl',
  'grantRead',
  'grantReadAcp',
  'grantWriteAcp',
] as const satisfies OptionName[];

const KINDS: readonly BucketKind[] = [
  {
    // @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-express-differences.html
    name: 'a directory bucket',
    pattern: /--x-s3$/,
    lacks: [
      ...GRANTS,
      'contentEncoding',
      'websiteRedirectLocation',
      'tagging',
      'objectLockMode',
      'objectLockRetainUntilDate',
      'objectLockLegalHoldStatus',
      'requestPayer',
    ],
    storageClasses: ['EXPRESS_ONEZONE', 'ONEZONE_IA'],
    encryptions: ['AES256', 'aws:kms'],
  },
  {
    // @see https://docs.aws.amazon.com/AmazonS3/latest/s3-outposts/S3OnOutpostsRestrictionsLimitations.html
    name: 'a bucket on Outposts',
    pattern: /^arn:[^:]+:s3-outposts:|--op-s3$/,
    lacks: GRANTS,
    storageClasses: ['OUTPOSTS'],
    encryptions: ['AES256', 'aws:kms', 'aws:kms:dsse'],
  },
];

/** Says which option the kind of bucket does not have, or `undefined`. */
export function findBucketFault(bucket: string, options: ObjectOptions): string | undefined {
  const kind = KINDS.find(({ pattern }) => pattern.test(bucket));
  if (!kind) return undefined;
  const { storageClass, serverSideEncryption } = options;
  const lacking = kind.lacks.find((name) => options[name] !== undefined);
  if (lacking) return `${kind.name} has no ${lacking}`;
  if (storageClass !== undefined && !kind.storageClasses.includes(storageClass)) {
    return `${kind.name} has no storageClass "${storageClass}"`;
  }
  if (serverSideEncryption !== undefined && !kind.encryptions.includes(serverSideEncryption)) {
    return `${kind.name} has no serverSideEncryption "${serverSideEncryption}"`;
  }
  return undefined;
}
