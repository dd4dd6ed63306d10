import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalS3 } from '../src/index.ts';
import { fuzzRequests } from './raw-fuzz.ts';

/** `pnpm --filter @slipway/local-s3 fuzz [count] [seed]` sends random requests to its own server. */
const count = Number(process.argv[2] ?? 100_000);
const seed = Number(process.argv[3] ?? Date.now() % 1_000_000);
const root = await mkdtemp(join(tmpdir(), 'local-s3-fuzz-'));
const internalErrors: unknown[] = [];
const s3 = await startLocalS3({
  dir: join(root, 'data'),
  port: 0,
  accessKeyId: 'test-access',
  secretAccessKey: 'test-secret',
  buckets: ['test-bucket'],
  onInternalError: (error) => internalErrors.push(error),
});
const { answers } = await fuzzRequests({ port: s3.port, count, seed });
const alive = (await fetch(s3.url)).status === 403;
await s3.close();
const outside = (await readdir(root)).filter((name) => name !== 'data');
await rm(root, { recursive: true, force: true });
const memoryMiB = Math.round(process.memoryUsage().rss / 1024 ** 2);
const report = { count, seed, alive, outside, internalErrors, answers, memoryMiB };
process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
if (!alive || outside.length > 0 || internalErrors.length > 0 || (answers['000'] ?? 0) > 0) {
  process.exitCode = 1;
}
