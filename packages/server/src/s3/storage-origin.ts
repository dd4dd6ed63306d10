import { HeadObjectCommand } from '@aws-sdk/client-s3';
import type { StorageClient } from './deadlines.ts';
import { prepareRequest } from './prepared-request.ts';
import type { S3ClientLike } from './s3-client-like.ts';
import { asSdkClient } from './sdk-client.ts';

/**
 * The origin of a bucket's presigned URLs, such as `https://media.s3.eu-central-1.amazonaws.com`. A page's
 * Content-Security-Policy must allow it in `connect-src`.
 */
export async function getStorageOrigin(s3: S3ClientLike, bucket: string): Promise<string> {
  return readOrigin(asSdkClient(s3), bucket);
}

/** Like {@link getStorageOrigin}, within the client's deadline. */
export async function readOrigin(client: StorageClient, bucket: string): Promise<string> {
  const command = new HeadObjectCommand({ Bucket: bucket, Key: 'x' });
  const { request } = await prepareRequest(client, command);
  const { protocol, hostname, port } = request;
  return new URL(`${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`).origin;
}
