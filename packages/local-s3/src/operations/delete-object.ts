import type { Operation } from './call.ts';
import { checkNotLocked } from './object-lock.ts';

/**
 * Answers 204 whether the object was there or not.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObject.html
 */
export const deleteObject: Operation = async (call) => {
  const bypass = call.request.header('x-amz-bypass-governance-retention') === 'true';
  checkNotLocked(call.bucket.objects.get(call.key), call.settings.now(), bypass);
  call.bucket.deleteObject(call.key);
  return { status: 204 };
};
