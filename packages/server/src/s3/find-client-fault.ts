import { BUCKET_KIND_NAMES, bucketKind } from '../object/bucket-kind.ts';
import type { S3Client } from './s3-client.ts';

/**
 * Says why a client set up like this cannot presign for a bucket, or `undefined`. The SDK would say
 * most of it too, but not before the first upload.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/transfer-acceleration.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-access-points.html
 */
export function findClientFault(
  bucket: string,
  { config: { useAccelerateEndpoint, forcePathStyle } }: Pick<S3Client, 'config'>,
): string | undefined {
  const kind = bucketKind(bucket);
  const name = BUCKET_KIND_NAMES[kind];
  if (kind === 'multi-region-access-point') {
    return `${name} needs another signature (SigV4A) than presigned URLs have here: name the bucket, or an access point of one region`;
  }
  if (useAccelerateEndpoint) {
    if (kind !== 'general-purpose') return `Transfer Acceleration is not for ${name}`;
    if (bucket.includes('.'))
      return 'Transfer Acceleration needs a bucket without dots in its name';
    if (forcePathStyle) return 'Transfer Acceleration and forcePathStyle exclude each other';
  }
  if (forcePathStyle && bucket.startsWith('arn:')) return `forcePathStyle is not for ${name}`;
  return undefined;
}
