import { S3Client } from '@aws-sdk/client-s3';
import { getStorageOrigin } from '@slipway/server/express';
import type { RemoteStorageConfig } from '../config/config.ts';
import { StartError } from '../start-error.ts';
import { probeBucket } from './probe-bucket.ts';
import { requestTimeouts, type StorageTimeouts } from './request-timeouts.ts';
import type { Storage } from './storage.ts';

/** AWS's default region for signing. Other stores mostly ignore the region. */
const REGION_OF_OTHER_STORES = 'us-east-1';

/**
 * Opens a real store. Sends no request yet, because the store may be down while the backend starts.
 *
 * @throws StartError when region or credentials are missing, or the bucket's name can't be one
 */
export async function openRemoteStorage(
  config: RemoteStorageConfig,
  timeouts: StorageTimeouts,
): Promise<Storage> {
  const { bucket, endpoint, otherEndpoints, forcePathStyle } = config;
  const region = config.region ?? (endpoint === undefined ? undefined : REGION_OF_OTHER_STORES);
  const open = (address: string | undefined) =>
    new S3Client({
      ...(region !== undefined && { region }),
      ...(address !== undefined && { endpoint: address }),
      forcePathStyle,
      requestHandler: requestTimeouts(timeouts),
    });
  const client = open(endpoint);
  const completeClient = open(endpoint);
  const probeClient = open(endpoint);
  const endpoints = otherEndpoints.map(open);
  try {
    await client.config.region();
  } catch {
    throw new StartError(
      'S3_REGION: the region of the bucket is unknown. Set S3_REGION, AWS_REGION or a profile.',
    );
  }
  try {
    await client.config.credentials();
  } catch {
    throw new StartError(
      'No AWS credentials found. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, a profile or a role.',
    );
  }
  const origins = await Promise.all(
    [client, ...endpoints].map((one) => getStorageOrigin(one, bucket)),
  ).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartError(`S3_BUCKET: ${reason}`);
  });
  return {
    client,
    completeClient,
    bucket,
    endpoints,
    origins,
    description: `Objects go to the bucket ${bucket}${endpoint === undefined ? '' : ` at ${endpoint}`}.`,
    // The owner of the bucket sets its CORS rules.
    allowOrigins: async () => {},
    probe: (signal) => probeBucket(probeClient, bucket, signal),
    async close() {
      for (const one of [client, completeClient, probeClient, ...endpoints]) one.destroy();
    },
  };
}
