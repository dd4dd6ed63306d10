import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { S3Client } from '@aws-sdk/client-s3';
import { createClient } from '@redis/client';
import { createUploadRouter } from '@slipway/server/express';
import { createRedisStore } from '@slipway/server/redis';
import express from 'express';
import type { BackendAnswer, BackendQuestion } from './backend-process.ts';

/** The backend that `startBackendProcess` starts: the real router, with an S3 and optionally a Redis. */
const [endpoint, redisUrl] = process.argv.slice(2);
if (!endpoint) throw new Error('Usage: presign-backend S3-ENDPOINT [REDIS-URL]');

/** The only caller. The router counts its requests as usual and never refuses one. */
const COUNTED = { limit: Number.MAX_SAFE_INTEGER, windowSeconds: 1 };

const shared = redisUrl !== undefined && {
  store: createRedisStore(await createClient({ url: redisUrl }).connect()),
  rateLimits: { requests: COUNTED, uploads: COUNTED, parts: COUNTED, refusals: COUNTED },
};

const app = express();
app.disable('x-powered-by');
app.use(
  '/api',
  createUploadRouter({
    s3: new S3Client({
      endpoint,
      region: 'us-east-1',
      forcePathStyle: true,
      credentials: { accessKeyId: 'bench-access', secretAccessKey: 'bench-secret' },
    }),
    bucket: 'bench',
    tokenKeys: [{ id: 'bench', secret: new Uint8Array(32).fill(1) }],
    authorize: () => ({ subject: 'bench' }),
    rateLimits: false,
    ...shared,
  }),
);
const server = createServer(app).listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  tell({ url: `http://127.0.0.1:${port}/api` });
});

process.on('message', (question: BackendQuestion) => {
  if (question === 'cpu') {
    const { user, system } = process.cpuUsage();
    return tell({ cpuSeconds: (user + system) / 1e6 });
  }
  if (!globalThis.gc) throw new Error('Start this with --expose-gc.');
  // Collect twice: the first collection frees what only finalizers held.
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  tell({ heapBytes: heapUsed + external });
});
// The parent process has died.
process.on('disconnect', () => process.exit());

function tell(answer: BackendAnswer): void {
  process.send?.(answer);
}
