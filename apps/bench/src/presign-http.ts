import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalS3 } from '@slipway/local-s3';
import { openUpload } from '../../../packages/server/src/service/open-upload.ts';
import { createTokenSealer } from '../../../packages/server/src/token/token-sealer.ts';
import { type BackendProcess, startBackendProcess } from './backend-process.ts';
import { createPresignLoad, type PresignLoad } from './presign-load.ts';
import { median, report } from './report.ts';

const MiB = 1024 ** 2;
const BATCH = 64;
const RUNS = 7;
const REQUESTS_PER_RUN = 300;
const WARM_UP_REQUESTS = 500;
const EARLY_URLS = 100_000;
const LATE_URLS = 1_000_000;

/**
 * Presigns parts as browsers do: `POST /uploads/presign` over HTTP through the Express router, with CRC64NVME
 * checksums. The backend runs in a separate process. The rate is computed from the CPU time of all its threads, so
 * the load generator and other processes do not count.
 */
export async function measurePresigningOverHttp(): Promise<boolean> {
  const dir = await mkdtemp(join(tmpdir(), 'slipway-bench-presign-'));
  const credentials = { accessKeyId: 'bench-access', secretAccessKey: 'bench-secret' };
  const s3 = await startLocalS3({ dir, port: 0, ...credentials, buckets: ['bench'] });
  const backend = await startBackendProcess(s3.url);
  try {
    const busy = await createPresignLoad([backend.url], { batch: BATCH, connections: 8 });
    const calm = await createPresignLoad([backend.url], { batch: BATCH, connections: 1 });
    await busy.send(WARM_UP_REQUESTS); // Lets the compiler warm up.
    const rates: number[] = [];
    const answersMs: number[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      rates.push(await urlsPerCpuSecond(backend, busy));
      answersMs.push(median(await calm.send(REQUESTS_PER_RUN)));
    }
    const growthBytes = await heapGrowth(backend, busy);
    const tokenMs = await tokenCost();
    busy.close();
    calm.close();
    return report(`POST /uploads/presign, batches of ${BATCH}, medians of ${RUNS} runs`, [
      {
        name: 'URLs per CPU second',
        value: median(rates),
        unit: 'URLs/s',
        bar: { atLeast: 20_000 },
      },
      { name: 'answer, one at a time', value: median(answersMs), unit: 'ms', bar: { atMost: 8 } },
      { name: 'opening a token', value: tokenMs, unit: 'ms', bar: { atMost: 0.2 } },
      {
        name: `heap growth from ${EARLY_URLS} to ${LATE_URLS} URLs`,
        value: growthBytes / MiB,
        unit: 'MiB',
        bar: { atMost: 2 },
      },
    ]);
  } finally {
    await backend.stop();
    await s3.close();
    await rm(dir, { recursive: true, force: true });
  }
}

async function urlsPerCpuSecond(backend: BackendProcess, load: PresignLoad): Promise<number> {
  const before = await backend.cpuSeconds();
  await load.send(REQUESTS_PER_RUN);
  return (REQUESTS_PER_RUN * BATCH) / ((await backend.cpuSeconds()) - before);
}

async function heapGrowth(backend: BackendProcess, load: PresignLoad): Promise<number> {
  await load.send(Math.ceil(EARLY_URLS / BATCH));
  const early = await backend.heapBytes();
  await load.send(Math.ceil((LATE_URLS - EARLY_URLS) / BATCH));
  return (await backend.heapBytes()) - early;
}

/** Opens one token after another and compares it with its caller, as every request does. */
async function tokenCost(): Promise<number> {
  const tokens = createTokenSealer({
    keys: [{ id: 'bench', secret: new Uint8Array(32).fill(1) }],
    lifetimeSeconds: 3_600,
    audience: 'bench',
    now: () => Date.now(),
  });
  const claims = {
    bucket: 'bench',
    objectKey: 'uploads/0123456789abcdef/film.bin',
    file: { name: 'film.bin', type: 'video/mp4' },
    uploadId: 'u'.repeat(64),
    subject: 'bench',
    size: 160_000 * MiB,
    partSize: 16 * MiB,
    partCount: 10_000,
    integrity: 'crc64nvme',
    contentType: 'video/mp4',
    nonce: 'n'.repeat(22),
  } as const;
  const token = await tokens.seal(claims);
  const durations: number[] = [];
  for (let i = 0; i < 3_000; i += 1) {
    const started = performance.now();
    await openUpload({ tokens, bucket: claims.bucket }, { subject: claims.subject }, token);
    durations.push(performance.now() - started);
  }
  return median(durations);
}
