import { HeadBucketCommand, type S3Client } from '@aws-sdk/client-s3';

/** Asks S3 for the bucket. @throws when it does not answer, or not to these credentials, saying which right that needs */
export async function probeBucket(
  client: S3Client,
  bucket: string,
  abortSignal: AbortSignal,
): Promise<void> {
  try {
    await client.send(new HeadBucketCommand({ Bucket: bucket }), { abortSignal });
  } catch (error) {
    // An answer to HEAD has no body that would say so.
    const { httpStatusCode } =
      (error as { $metadata?: { httpStatusCode?: number } }).$metadata ?? {};
    if (httpStatusCode !== 403) throw error;
    throw new Error(
      'The bucket refuses HeadBucket: the credentials are wrong, or lack s3:ListBucket on it.',
      { cause: error },
    );
  }
}
