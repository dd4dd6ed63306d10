import { randomBytes } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  S3Client,
} from '@aws-sdk/client-s3';
import type { CommonOptions } from './adapters.ts';
import { startApi } from './api-server.ts';
import { startUploadStack } from './upload-stack.ts';
import type { StackOnAnyStore } from './uploads.ts';

/** The API on the store from the environment, or on local-s3. */
export type StoreStack = StackOnAnyStore & { close(): Promise<void> };

/**
 * Starts the API on the store of `SLIPWAY_TEST_S3_ENDPOINT`, or on local-s3 without that variable. The keys are in
 * `SLIPWAY_TEST_S3_KEY` and `SLIPWAY_TEST_S3_SECRET`, the region in `SLIPWAY_TEST_S3_REGION` (us-east-1 by default).
 * Creates a bucket for the test and deletes it afterwards.
 */
export async function startStoreStack(options: Partial<CommonOptions> = {}): Promise<StoreStack> {
  const { SLIPWAY_TEST_S3_ENDPOINT: endpoint, SLIPWAY_TEST_S3_REGION: region = 'us-east-1' } =
    process.env;
  if (!endpoint) return startUploadStack(options);
  const client = new S3Client({
    region,
    endpoint,
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    credentials: {
      accessKeyId: variable('SLIPWAY_TEST_S3_KEY'),
      secretAccessKey: variable('SLIPWAY_TEST_S3_SECRET'),
    },
  });
  const bucket = `slipway-test-${randomBytes(6).toString('hex')}`;
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  const api = await startApi(client, bucket, options);
  return {
    ...api,
    async close() {
      await api.close();
      await removeBucket(client, bucket);
      client.destroy();
    },
  };
}

async function removeBucket(client: S3Client, bucket: string): Promise<void> {
  const Bucket = bucket;
  const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket }));
  for (const { Key, UploadId } of Uploads) {
    await client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
  }
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket }));
  for (const { Key } of Contents) await client.send(new DeleteObjectCommand({ Bucket, Key }));
  await client.send(new DeleteBucketCommand({ Bucket }));
}

function variable(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`Set ${name}, because SLIPWAY_TEST_S3_ENDPOINT is set.`);
  return value;
}
