import { S3Error } from '../http/s3-error.ts';
import type { S3Request } from '../http/s3-request.ts';
import type { WriteGuard } from '../storage/bucket.ts';

/**
 * If-Match and If-None-Match of PutObject and CompleteMultipartUpload, to be checked before the
 * body is read and again in the moment of the write.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export function readWriteConditions(request: S3Request): WriteGuard {
  const ifMatch = request.header('if-match');
  const ifNoneMatch = request.header('if-none-match');
  if (ifNoneMatch !== undefined && (ifNoneMatch !== '*' || ifMatch !== undefined)) {
    throw new S3Error('NotImplemented', undefined, { Header: 'If-None-Match' });
  }
  return (current) => {
    if (ifNoneMatch !== undefined && current !== undefined) {
      throw new S3Error('PreconditionFailed', undefined, { Condition: 'If-None-Match' });
    }
    if (ifMatch === undefined) return;
    if (current === undefined) throw new S3Error('NoSuchKey');
    if (ifMatch.replaceAll('"', '') !== current.etag) {
      throw new S3Error('PreconditionFailed', undefined, { Condition: 'If-Match' });
    }
  };
}
