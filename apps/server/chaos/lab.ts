import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectTo, startRedis } from '../../../packages/server/testing/redis-server.ts';
import {
  startReceiver,
  WEBHOOK_SECRETS,
  type WebhookReceiver,
} from '../../../packages/server/testing/webhook-receiver.ts';
import { startTestStore } from '../testing/start-backend.ts';
import { type Bucket, openBucket } from './bucket.ts';
import { type Replicas, startReplicas } from './replicas.ts';

/** Two replicas of the real backend over one real Redis and one S3. */
export interface Lab extends Pick<Replicas, 'urls' | 'kill' | 'revive'> {
  readonly s3: Awaited<ReturnType<typeof startTestStore>>['s3'];
  readonly bucket: Bucket;
  /** Gets the webhooks of both replicas. */
  readonly receiver: WebhookReceiver;
  /** Sends a command to Redis, as its operator would. */
  redis(...command: string[]): Promise<unknown>;
  close(): Promise<void>;
}

/** Starts everything. */
export async function startLab(): Promise<Lab> {
  const folder = await mkdtemp(join(tmpdir(), 'slipway-chaos-'));
  const redis = await startRedis();
  const control = await connectTo(redis);
  const store = await startTestStore();
  const receiver = await startReceiver();
  const bucket = openBucket({ url: store.s3.url, keys: store.keys, bucket: 'media' });
  const replicas = await startReplicas({
    folder,
    env: {
      SLIPWAY_RATE_REQUESTS: 'off',
      SLIPWAY_RATE_ADDRESS: 'off',
      REDIS_URL: redis.url,
      SLIPWAY_WEBHOOK_URL: receiver.url,
      SLIPWAY_WEBHOOK_SECRET: WEBHOOK_SECRETS.join(' '),
      ...store.env,
      ...store.sdkEnv,
    },
  });
  return {
    ...replicas,
    s3: store.s3,
    bucket,
    receiver,
    redis: (...command) => control.sendCommand(command),
    async close() {
      await replicas.close();
      control.destroy();
      await receiver.stop();
      bucket.close();
      await redis.close();
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
