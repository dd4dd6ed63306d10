import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { PutBucketCorsCommand, S3Client } from '@aws-sdk/client-s3';
import { browserUploadCors, startLocalS3 } from '@slipway/local-s3';
import type { Config, EmbeddedStorageConfig } from '../config/config.ts';
import { keptSecret } from '../config/kept-secret.ts';
import { portInUse } from '../network/listen.ts';
import { StartError } from '../start-error.ts';
import { probeBucket } from './probe-bucket.ts';
import { requestTimeouts } from './request-timeouts.ts';
import type { Storage } from './storage.ts';

const BUCKET = 'slipway';
const CLOSE_GRACE_MS = 1_000;

/**
 * Runs local-s3 on its own port, and so on its own origin: browsers treat it like any other S3.
 *
 * @throws StartError when its port is in use
 */
export async function startEmbeddedStorage(
  { host, dataDir, ...timeouts }: Pick<Config, 'host' | 'dataDir' | 'storageTimeoutSeconds'>,
  { port, credentials: given }: EmbeddedStorageConfig,
): Promise<Storage> {
  const credentials =
    given ?? (await keptSecret(dataDir, 'local-s3-key', makeCredentials, parseCredentials));
  const dir = join(dataDir, 's3');
  const s3 = await startLocalS3({ dir, host, port, ...credentials, buckets: [BUCKET] }).catch(
    (error: unknown) => {
      // Another backend uses the folder, or a bucket in it is damaged. The message says which.
      throw portInUse(error, 'S3_PORT', port) ?? new StartError(messageOf(error));
    },
  );
  const open = () =>
    new S3Client({
      region: s3.region,
      endpoint: s3.url,
      forcePathStyle: true,
      credentials,
      requestHandler: requestTimeouts(timeouts),
    });
  const [client, completeClient, probeClient] = [open(), open(), open()];
  return {
    client,
    completeClient,
    bucket: BUCKET,
    endpoints: [],
    origins: [new URL(s3.url).origin],
    description: `Objects go to ${dir}, through local-s3 at ${s3.url} (for development: set S3_BUCKET to use a real store).`,
    async allowOrigins(origins) {
      const [rule] = browserUploadCors(origins);
      if (!rule) return;
      await client.send(
        new PutBucketCorsCommand({
          Bucket: BUCKET,
          CORSConfiguration: {
            CORSRules: [
              {
                AllowedOrigins: [...rule.allowedOrigins],
                AllowedMethods: [...rule.allowedMethods],
                AllowedHeaders: [...(rule.allowedHeaders ?? [])],
                ExposeHeaders: [...(rule.exposeHeaders ?? [])],
                MaxAgeSeconds: rule.maxAgeSeconds,
              },
            ],
          },
        }),
      );
    },
    probe: (signal) => probeBucket(probeClient, BUCKET, signal),
    async close() {
      for (const one of [client, completeClient, probeClient]) one.destroy();
      await s3.close({ graceMs: CLOSE_GRACE_MS });
    },
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function makeCredentials(): string {
  const accessKeyId = `SLIPWAY${randomBytes(6).toString('hex').toUpperCase()}`;
  return `${accessKeyId}:${randomBytes(30).toString('base64url')}`;
}

function parseCredentials(text: string) {
  const [, accessKeyId, secretAccessKey] = /^([\w-]+):([\w-]+)$/.exec(text) ?? [];
  return accessKeyId === undefined || secretAccessKey === undefined
    ? undefined
    : { accessKeyId, secretAccessKey };
}
