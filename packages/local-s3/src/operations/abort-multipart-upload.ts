import type { Operation } from './call.ts';

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_AbortMultipartUpload.html */
export const abortMultipartUpload: Operation = async (call) => {
  const { bucket, key, request } = call;
  await bucket.abortUpload(bucket.requireUpload(request.query.get('uploadId') ?? '', key));
  return { status: 204 };
};
