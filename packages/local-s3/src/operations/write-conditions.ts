import { S3Error } from '../s3-error.ts';
import type { WriteGuard } from '../storage/bucket.ts';
import type { Call } from './call.ts';
import { checkNotLocked } from './object-lock.ts';

/**
 * If-Match and If-None-Match of PutObject and CompleteMultipartUpload, to be checked before the
 * body is read and again in the moment of the write.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export function readWriteConditions(call: Call): WriteGuard {
  const { bucket, key, request } = call;
  const atStart = bucket.objects.get(key);
  const ifMatch = request.header('if-match');
  const ifNoneMatch = request.header('if-none-match');
  if (ifNoneMatch !== undefined && (ifNoneMatch !== '*' || ifMatch !== undefined)) {
    throw new S3Error('NotImplemented', undefined, { Header: 'If-None-Match' });
  }
  return (current) => {
    const conditional = ifNoneMatch !== undefined || ifMatch !== undefined;
    if (conditional && atStart !== undefined && current === undefined) {
      throw new S3Error('ConditionalRequestConflict'); // Deleted while the body was on its way.
    }
    checkNotLocked(current, call.settings.now());
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
