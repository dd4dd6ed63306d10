import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { type RequestEvent, startLocalS3 } from '@slipway/local-s3';
import { createAwsGateway } from '../src/s3/aws-gateway.ts';

const CREDENTIALS = { accessKeyId: 'TESTKEY', secretAccessKey: 'test-secret' };

export type GatewayStack = Awaited<ReturnType<typeof startGateway>>;

/** A gateway to a real local-s3 with one bucket, which accepts parts of one byte. */
export async function startGateway(bucket = 'media') {
  const dir = await mkdtemp(join(tmpdir(), 'slipway-gateway-'));
  const requests: RequestEvent[] = [];
  const s3 = await startLocalS3({
    dir,
    port: 0,
    ...CREDENTIALS,
    buckets: [bucket],
    minPartSize: 1,
    flush: false,
    onRequest: (event) => requests.push(event),
  });
  const client = new S3Client({
    region: s3.region,
    endpoint: s3.url,
    forcePathStyle: true,
    credentials: CREDENTIALS,
  });
  return {
    bucket,
    s3,
    client,
    requests,
    gateway: createAwsGateway(client, { urlLifetimeSeconds: 900, now: () => Date.now() }),
    async close() {
      client.destroy();
      await s3.close({ graceMs: 0 });
      await rm(dir, { recursive: true, force: true });
    },
  };
}
