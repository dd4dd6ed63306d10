import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalS3 } from '@slipway/local-s3';
import { startBackend } from '../src/backend.ts';
import { readConfig } from '../src/config/config.ts';
import { secretsIn } from '../src/config/secrets.ts';
import { createLog } from '../src/log/log.ts';

/** A backend in this process, as its environment describes it, with its log within reach. */
export type TestBackend = Awaited<ReturnType<typeof startTestBackend>>;

/** Starts a backend on free ports, its data in a folder of its own. */
export async function startTestBackend(env: Readonly<Record<string, string>> = {}) {
  const dataDir = await mkdtemp(join(tmpdir(), 'slipway-backend-'));
  const all = { PORT: '0', S3_PORT: '0', SLIPWAY_DATA: dataDir, ...env };
  const result = readConfig(all);
  if ('mistakes' in result) throw new Error(result.mistakes.join('\n'));
  const lines: string[] = [];
  const log = createLog({
    level: result.config.logLevel ?? 'info',
    secrets: secretsIn({ ...process.env, ...all }),
    destination: { write: (line) => void lines.push(line) },
  });
  const backend = await startBackend(result.config, log);
  return {
    url: backend.url,
    /** The log, once the backend has ended and nothing more can come. */
    async endAndReadLog(): Promise<Record<string, unknown>[]> {
      await backend.close();
      return lines.map((line) => JSON.parse(line));
    },
    async close() {
      await backend.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** A store that the backend does not own, and the environment that leads to it. `now` is its clock. */
export async function startTestStore({ now = () => new Date() } = {}) {
  const dir = await mkdtemp(join(tmpdir(), 'slipway-store-'));
  const keys = { accessKeyId: 'TESTKEY', secretAccessKey: 'secret-of-the-store' };
  const operations: string[] = [];
  const s3 = await startLocalS3({
    dir,
    port: 0,
    ...keys,
    buckets: ['media'],
    flush: false,
    now,
    onRequest: ({ operation }) => void operations.push(operation),
  });
  return {
    s3,
    keys,
    /** S3’s names of all that was asked of it so far. */
    operations: operations as readonly string[],
    /** What the backend reads. */
    env: { S3_BUCKET: 'media', S3_ENDPOINT: s3.url, S3_FORCE_PATH_STYLE: 'true' },
    /** What the AWS SDK reads, from the process alone. */
    sdkEnv: {
      AWS_ACCESS_KEY_ID: keys.accessKeyId,
      AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
      AWS_MAX_ATTEMPTS: '1',
    },
    async close() {
      await s3.close({ graceMs: 0 });
      await rm(dir, { recursive: true, force: true });
    },
  };
}
