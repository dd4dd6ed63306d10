/** Kinds of buckets with different features. The bucket's name shows its kind. */
export type BucketKind =
  | 'general-purpose'
  | 'directory'
  | 'access-point'
  | 'multi-region-access-point'
  | 'outposts';

const PATTERNS: readonly (readonly [BucketKind, RegExp])[] = [
  // The ARN or alias of an S3 on Outposts access point.
  ['outposts', /^arn:[^:]*:s3-outposts:|--op-s3$/],
  // `--xa-s3` marks an access point of a directory bucket. Clients use it like the bucket itself.
  ['directory', /--xa?-s3$/],
  ['multi-region-access-point', /^arn:[^:]*:s3::[^:]*:accesspoint[:/]|\.mrap$/],
  ['access-point', /^arn:|-s3alias$/],
];

/**
 * Finds the kind of a bucket from its name, alias or ARN.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-naming.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/directory-bucket-naming-rules.html
 */
export function bucketKind(bucket: string): BucketKind {
  return PATTERNS.find(([, pattern]) => pattern.test(bucket))?.[0] ?? 'general-purpose';
}

/** The name of each kind in a sentence. */
export const BUCKET_KIND_NAMES = {
  'general-purpose': 'a general purpose bucket',
  directory: 'a directory bucket',
  'access-point': 'an access point',
  'multi-region-access-point': 'a Multi-Region Access Point',
  outposts: 'a bucket on Outposts',
} as const satisfies Record<BucketKind, string>;

/** Whether the bucket accepts forms. S3 supports `PostObject` only on general purpose buckets. */
export function takesForms(bucket: string): boolean {
  return bucketKind(bucket) === 'general-purpose';
}
