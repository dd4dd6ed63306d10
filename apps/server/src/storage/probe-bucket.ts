import { HeadBucketCommand, type S3Client } from '@aws-sdk/client-s3';

/** Sends HeadBucket. @throws if S3 does not answer or rejects the credentials, with the right that the request needs */
export async function probeBucket(
  client: S3Client,
  bucket: string,
  abortSignal: AbortSignal,
): Promise<void> {
  try {
    await client.send(new HeadBucketCommand({ Bucket: bucket }), { abortSignal });
  } catch (error) {
    // The response to HEAD has no body that would name the right.
    const { httpStatusCode } =
      (error as { $metadata?: { httpStatusCode?: number } }).$metadata ?? {};
    if (httpStatusCode !== 403) throw error;
    throw new Error(
      'The bucket refuses HeadBucket: the credentials are wrong or lack the right s3:ListBucket.',
      { cause: error },
    );
  }
}
