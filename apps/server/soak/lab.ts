import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { freePort } from '../../../packages/server/testing/free-port.ts';
import { connectTo, startRedis } from '../../../packages/server/testing/redis-server.ts';
import { type Bucket, openBucket } from '../chaos/bucket.ts';
import { type Replicas, startReplicas } from '../chaos/replicas.ts';
import { startBalancer } from '../testing/balancer.ts';
import { PASSWORD } from './api.ts';
import { type Osds, openOsds } from './osds.ts';

const BUCKET = 'media';
const BUILT = fileURLToPath(new URL('../dist/main.js', import.meta.url));
export const METRICS_TOKEN = 'the soak reads the metrics with it';

/** Each caller's quota, in bytes. At the end, each caller can reserve all of it again. */
export const QUOTA_BYTES = 4 * 1024 ** 3;

/** A whole deployment: two built replicas behind nginx, a Redis and a Ceph. */
export interface SoakLab extends Replicas {
  /** The balancer's address. */
  readonly url: string;
  readonly bucket: Bucket;
  readonly osds: Osds;
  /** Sends a command to Redis, as its operator would. */
  redis(...command: string[]): Promise<unknown>;
}

/** What the lab needs to know. */
export interface SoakLabOptions {
  readonly callers: readonly string[];
  /** How long an upload may take, in seconds. Then the sweeper aborts it. */
  readonly lifetimeSeconds: number;
  /** For the replicas' logs. @defaultValue none are kept */
  readonly logs: string | undefined;
}

/** Starts everything but Ceph, which `scripts/ceph.mjs` has started. */
export async function startSoakLab(options: SoakLabOptions): Promise<SoakLab> {
  const ceph = findCeph();
  const folder = await mkdtemp(join(tmpdir(), 'slipway-soak-'));
  const log = await openLog(options.logs ?? folder);
  await createBucket(ceph);
  const redis = await startRedis();
  const control = await connectTo(redis);
  const ports = [await freePort(), await freePort()] as const;
  const env = environmentOf(ceph, redis.url, options.lifetimeSeconds);
  const replicas = await startReplicas({ folder, env, ports, run: { program: BUILT, log } });
  const htpasswd = join(folder, 'htpasswd');
  await writeFile(htpasswd, options.callers.map((name) => `${name}:{PLAIN}${PASSWORD}\n`).join(''));
  const balancer = await startBalancer({
    folder: join(folder, 'nginx'),
    htpasswd,
    backends: replicas.urls,
  });
  const bucket = openBucket({ ...ceph, bucket: BUCKET });
  const osds = openOsds(ceph.osds, ceph.conf);
  return {
    ...replicas,
    url: balancer.url,
    bucket,
    osds,
    redis: (...command) => control.sendCommand(command),
    async close() {
      await balancer.close();
      await replicas.close();
      control.destroy();
      bucket.close();
      await redis.close();
      await osds.close();
      log.end();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

type Ceph = ReturnType<typeof findCeph>;

/** @throws if no Ceph runs */
function findCeph() {
  return {
    url: readCeph('S3_ENDPOINT'),
    keys: { accessKeyId: readCeph('S3_KEY'), secretAccessKey: readCeph('S3_SECRET') },
    osds: readCeph('CEPH_OSDS').split(',').map(Number),
    conf: readCeph('CEPH_CONF'),
  };
}

function readCeph(name: string): string {
  const value = process.env[`SLIPWAY_TEST_${name}`];
  if (value) return value;
  throw new Error('The soak needs a Ceph: start it with npm run soak.');
}

function environmentOf({ url, keys }: Ceph, redisUrl: string, lifetimeSeconds: number) {
  return {
    NODE_ENV: 'production',
    REDIS_URL: redisUrl,
    S3_BUCKET: BUCKET,
    S3_ENDPOINT: url,
    S3_FORCE_PATH_STYLE: 'true',
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
    // Ceph before 17 knows no other checksum.
    SLIPWAY_INTEGRITY: 'md5',
    SLIPWAY_TRUSTED_PROXIES: '127.0.0.1',
    SLIPWAY_PROXY_SUBJECT_HEADER: 'X-Forwarded-User',
    SLIPWAY_QUOTA_OPEN_UPLOADS: '1000',
    SLIPWAY_QUOTA_BYTES_IN_FLIGHT: String(QUOTA_BYTES),
    SLIPWAY_METRICS_TOKEN: METRICS_TOKEN,
    SLIPWAY_URL_LIFETIME_SECONDS: String(Math.ceil(lifetimeSeconds / 2)),
    SLIPWAY_UPLOAD_LIFETIME_SECONDS: String(lifetimeSeconds),
    SLIPWAY_SWEEP_AFTER_SECONDS: String(lifetimeSeconds),
  };
}

async function createBucket({ url, keys }: Ceph): Promise<void> {
  const address = { region: 'us-east-1', endpoint: url, forcePathStyle: true, credentials: keys };
  const client = new S3Client(address);
  await client.send(new CreateBucketCommand({ Bucket: BUCKET }));
  client.destroy();
}

async function openLog(folder: string) {
  await mkdir(folder, { recursive: true });
  return createWriteStream(join(folder, 'replicas.log'));
}
