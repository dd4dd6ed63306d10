/** ARNs that stand for a bucket: those of an access point, in one region or several, or on Outposts. */
const BUCKET_ARNS = [
  /^arn:[\w-]+:s3:[a-z\d-]+:\d{12}:accesspoint[:/][a-z\d-]{3,50}$/,
  /^arn:[\w-]+:s3::\d{12}:accesspoint[:/][a-z\d]+\.mrap$/,
  /^arn:[\w-]+:s3-outposts:[a-z\d-]+:\d{12}:outpost[:/][\w-]+[:/]accesspoint[:/][a-z\d-]{3,50}$/,
];

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const NAME = /^(?!.*\.\.)[a-z\d][a-z\d.-]{1,61}[a-z\d]$/;
const LOOKS_LIKE_ADDRESS = /^\d+\.\d+\.\d+\.\d+$/;
/**
 * Directory buckets have their zone before the end of the name.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/directory-bucket-naming-rules.html
 */
const DIRECTORY_BUCKET = /^[a-z\d][a-z\d-]*[a-z\d]--[a-z\d]+-[a-z]+\d+(?:-[a-z\d]+)*--xa?-s3$/;
/** Names that other stores (`tenant:bucket` on Ceph) and buckets in us-east-1 from before 2018 may have. */
const OTHER_NAME = /^[A-Za-z\d][\w.:-]{1,253}[A-Za-z\d]$/;

/**
 * Tells the operator why this cannot be the bucket's name, alias or ARN. `takesOtherNames` is for stores without
 * virtual hosts: their bucket names need not be host names.
 */
export function findBucketNameMistake(name: string, takesOtherNames: boolean): string | undefined {
  if (/^\w+:\/\//.test(name)) {
    return `takes only the bucket's name, such as ${new URL(name).hostname || 'media'}, not a URL.`;
  }
  if (name.startsWith('arn:')) return findArnMistake(name);
  if (name.includes('/')) return "takes only the bucket's name, without a folder.";
  if (name.endsWith('.mrap')) {
    return 'name a Multi-Region Access Point by its ARN, arn:aws:s3::ACCOUNT:accesspoint/ALIAS.mrap.';
  }
  if (/--xa?-s3$/.test(name)) {
    if (DIRECTORY_BUCKET.test(name)) return undefined;
    return "a directory bucket's name has its zone before the end, such as media--usw2-az1--x-s3.";
  }
  if (NAME.test(name) && !LOOKS_LIKE_ADDRESS.test(name)) return undefined;
  if (takesOtherNames && OTHER_NAME.test(name)) return undefined;
  return takesOtherNames
    ? "a bucket's name has 3 to 255 letters, digits, dots, hyphens and underscores."
    : "a bucket's name has 3 to 63 lower-case letters, digits, dots and hyphens. For stores that allow others, set S3_ENDPOINT.";
}

function findArnMistake(arn: string): string | undefined {
  if (BUCKET_ARNS.some((pattern) => pattern.test(arn))) return undefined;
  const [, bucket] = /^arn:[\w-]+:s3:::([^/*]+)/.exec(arn) ?? [];
  if (bucket !== undefined) return `takes the bucket's name (${bucket}), not its ARN.`;
  if (arn.includes(':s3-object-lambda:')) {
    return 'an Object Lambda Access Point supports no multipart uploads. Name the bucket or one of its access points.';
  }
  return 'the ARN of an access point looks like arn:aws:s3:REGION:ACCOUNT:accesspoint/NAME.';
}
