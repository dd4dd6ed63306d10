import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { prepareRequest } from './prepared-request.ts';
import type { S3ClientLike } from './s3-client-like.ts';
import { asSdkClient } from './sdk-client.ts';

/**
 * The origin of a bucket's presigned URLs, such as `https://media.s3.eu-central-1.amazonaws.com`. A page's
 * Content-Security-Policy must allow it in `connect-src`.
 */
export async function getStorageOrigin(s3: S3ClientLike, bucket: string): Promise<string> {
  const { request } = await prepareRequest(
    asSdkClient(s3),
    new HeadObjectCommand({ Bucket: bucket, Key: 'x' }),
  );
  const { protocol, hostname, port } = request;
  return new URL(`${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`).origin;
}
