/** Kinds of buckets that differ in what they take, as their names tell. */
export type BucketKind =
  | 'general-purpose'
  | 'directory'
  | 'access-point'
  | 'multi-region-access-point'
  | 'outposts';

const PATTERNS: readonly (readonly [BucketKind, RegExp])[] = [
  // S3 on Outposts: the ARN of an access point, or its alias.
  ['outposts', /^arn:[^:]*:s3-outposts:|--op-s3$/],
  // `--xa-s3` is an access point of a directory bucket, which clients use like the bucket itself.
  ['directory', /--xa?-s3$/],
  ['multi-region-access-point', /^arn:[^:]*:s3::[^:]*:accesspoint[:/]|\.mrap$/],
  ['access-point', /^arn:|-s3alias$/],
];

/**
 * Tells the kind of a bucket by its name, alias or ARN.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-naming.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/directory-bucket-naming-rules.html
 */
export function bucketKind(bucket: string): BucketKind {
  return PATTERNS.find(([, pattern]) => pattern.test(bucket))?.[0] ?? 'general-purpose';
}

/** The kind as it is called in a sentence. */
export const BUCKET_KIND_NAMES = {
  'general-purpose': 'a general purpose bucket',
  directory: 'a directory bucket',
  'access-point': 'an access point',
  'multi-region-access-point': 'a Multi-Region Access Point',
  outposts: 'a bucket on Outposts',
} as const satisfies Record<BucketKind, string>;

/** Whether a bucket of this name can be sent forms to: `PostObject` is an operation of buckets by name only. */
export function takesForms(bucket: string): boolean {
  return bucketKind(bucket) === 'general-purpose';
}
