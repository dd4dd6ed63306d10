import { BUCKET_KIND_NAMES, bucketKind } from '../object/bucket-kind.ts';
import type { S3ClientLike } from './s3-client-like.ts';

/**
 * Explains why a client with this config cannot presign for a bucket, or returns `undefined`. The SDK reports most of
 * these faults too, but only at the first upload.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/transfer-acceleration.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-access-points.html
 */
export function findClientFault(
  bucket: string,
  { config: { useAccelerateEndpoint, forcePathStyle } }: Pick<S3ClientLike, 'config'>,
): string | undefined {
  const kind = bucketKind(bucket);
  const name = BUCKET_KIND_NAMES[kind];
  if (kind === 'multi-region-access-point') {
    return `${name} needs SigV4A, which presigned URLs do not support here: use the bucket, or an access point of one region`;
  }
  if (useAccelerateEndpoint) {
    if (kind !== 'general-purpose') return `Transfer Acceleration does not support ${name}`;
    if (bucket.includes('.'))
      return 'Transfer Acceleration needs a bucket without dots in its name';
    if (forcePathStyle) return 'Transfer Acceleration and forcePathStyle exclude each other';
  }
  if (forcePathStyle && bucket.startsWith('arn:')) return `forcePathStyle does not support ${name}`;
  return undefined;
}
