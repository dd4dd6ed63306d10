import type { Operation } from './call.ts';

/** Answers 204 whether the object was there or not. @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObject.html */
export const deleteObject: Operation = async (call) => {
  call.bucket.deleteObject(call.key);
  return { status: 204 };
};
