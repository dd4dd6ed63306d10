import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateMultipartUploadCommand, S3Client } from '@aws-sdk/client-s3';
import { startLocalS3 } from '@slipway/local-s3';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { startRedis } from '../../../../packages/server/testing/redis-server.ts';
import { readTitledBlocks } from '../../../../scripts/titled-blocks.mjs';
import { writeRecipe } from '../../testing/recipe.ts';

const EIGHT_DAYS_MS = 8 * 24 * 60 * 60 * 1_000;
const KEYS = { accessKeyId: 'local', secretAccessKey: 'local-secret' };

afterEach(() => vi.unstubAllEnvs());

test('the timer’s route aborts abandoned uploads, and only for the platform’s timer', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'slipway-serverless-'));
  const server = await startLocalS3({ dir, port: 0, ...KEYS, buckets: ['media'] });
  for (const [name, value] of Object.entries({
    AWS_ENDPOINT_URL_S3: server.url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: KEYS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: KEYS.secretAccessKey,
    BUCKET: 'media',
    CRON_SECRET: 'a secret of the test',
  })) {
    vi.stubEnv(name, value);
  }
  const past = new S3Client({ systemClockOffset: -EIGHT_DAYS_MS });
  onTestFinished(async () => {
    past.destroy();
    await server.close();
    await rm(dir, { recursive: true, force: true });
  });
  server.setClockOffset(-EIGHT_DAYS_MS);
  await past.send(new CreateMultipartUploadCommand({ Bucket: 'media', Key: 'uploads/a.bin' }));
  server.setClockOffset(0);

  const { load } = await writeRecipe('serverless');
  const route = await load('app/api/sweep/route.js');
  const GET = route.GET as (request: Request) => Promise<Response>;
  const ask = (authorization: string) =>
    GET(new Request('https://app.example/api/sweep', { headers: { authorization } }));
  expect((await ask('Bearer wrong')).status).toBe(401);
  const swept = await ask('Bearer a secret of the test');
  expect([swept.status, await swept.json()]).toEqual([200, { aborted: 1, failed: 0 }]);
});

test('the route that vercel.json calls is the file of the recipe', () => {
  const blocks = readTitledBlocks('docs/recipes/serverless.md');
  const { crons } = JSON.parse(blocks.get('vercel.json') ?? '');
  expect(blocks.has(`app${crons[0].path}/route.js`)).toBe(true);
});

test('instances share counts in Redis', async () => {
  const server = await startRedis();
  vi.stubEnv('REDIS_URL', server.url);
  const { load } = await writeRecipe('serverless');
  const { redis, store } = await load('store.js');
  onTestFinished(async () => {
    (redis as { destroy(): void }).destroy();
    await server.close();
  });
  const { count } = store as { count(key: string, by: number, ms: number): Promise<object> };
  await count('files', 2, 60_000);
  expect(await count('files', 1, 60_000)).toMatchObject({ total: 3 });
});
