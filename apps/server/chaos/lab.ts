import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetObjectCommand, ListMultipartUploadsCommand, S3Client } from '@aws-sdk/client-s3';
import { connectTo, startRedis } from '../../../packages/server/testing/redis-server.ts';
import { type MainProcess, runMain } from '../testing/run-main.ts';
import { startTestStore } from '../testing/start-backend.ts';

const TOKEN_KEYS = `k1:${Buffer.alloc(32, 7).toString('base64')}`;

/** Two replicas of the real backend over one real Redis and one S3. */
export interface Lab {
  /** The replicas' addresses. A killed replica keeps its old address until it is started again. */
  readonly urls: readonly [string, string];
  readonly s3: Awaited<ReturnType<typeof startTestStore>>['s3'];
  /** Sends a command to Redis, as its operator would. */
  redis(...command: string[]): Promise<unknown>;
  /** Ends a replica as a crash does. */
  kill(replica: number): Promise<unknown>;
  /** Starts the replicas that were killed. */
  revive(): Promise<void>;
  /** The object's bytes. `undefined` if there is none. */
  read(objectKey: string): Promise<Buffer | undefined>;
  /** The keys of unfinished multipart uploads. */
  unfinishedKeys(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** Starts everything. */
export async function startLab(): Promise<Lab> {
  const folder = await mkdtemp(join(tmpdir(), 'slipway-chaos-'));
  const redis = await startRedis();
  const control = await connectTo(redis);
  const store = await startTestStore();
  const client = new S3Client({
    region: 'us-east-1',
    endpoint: store.s3.url,
    forcePathStyle: true,
    credentials: store.keys,
  });
  const replicas: MainProcess[] = [];
  const urls: [string, string] = ['', ''];
  const start = async (place: number) => {
    const replica = runMain({
      SLIPWAY_DATA: join(folder, String(place)),
      SLIPWAY_TOKEN_KEYS: TOKEN_KEYS,
      SLIPWAY_RATE_REQUESTS: 'off',
      SLIPWAY_RATE_ADDRESS: 'off',
      REDIS_URL: redis.url,
      ...store.env,
      ...store.sdkEnv,
    });
    replicas[place] = replica;
    urls[place] = (await replica.ready()).url;
  };
  await Promise.all([start(0), start(1)]);
  return {
    urls,
    s3: store.s3,
    redis: (...command) => control.sendCommand(command),
    async kill(place) {
      replicas[place]?.child.kill('SIGKILL');
      await replicas[place]?.ended();
    },
    async revive() {
      await Promise.all(
        [...replicas.entries()].filter(([, one]) => isDown(one)).map(([i]) => start(i)),
      );
    },
    async read(objectKey) {
      const command = new GetObjectCommand({ Bucket: 'media', Key: objectKey });
      try {
        const { Body } = await client.send(command);
        return Buffer.from((await Body?.transformToByteArray()) ?? []);
      } catch (error) {
        if (error instanceof Error && error.name === 'NoSuchKey') return undefined;
        throw error;
      }
    },
    async unfinishedKeys() {
      const { Uploads = [] } = await client.send(
        new ListMultipartUploadsCommand({ Bucket: 'media' }),
      );
      return Uploads.map(({ Key = '' }) => Key);
    },
    async close() {
      for (const { child, ended } of replicas) {
        child.kill('SIGKILL');
        await ended();
      }
      control.destroy();
      client.destroy();
      await redis.close();
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function isDown({ child }: MainProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
