import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@redis/client';
import { startLocalS3 } from '@slipway/local-s3';
import { startRedis } from '../../../packages/server/testing/redis-server.ts';
import { type BackendProcess, startBackendProcess } from './backend-process.ts';
import { createPresignLoad, type PresignLoad } from './presign-load.ts';
import { median, report } from './report.ts';

const BATCH = 64;
const CONNECTIONS = 8;
const RUNS = 5;
const REQUESTS_PER_RUN = 400;
const WARM_UP_REQUESTS = 1_500;

/** The cost of one run, in CPU seconds of all threads of each process. */
interface Run {
  /** By replica. */
  readonly backends: readonly number[];
  readonly load: number;
  readonly redis: number;
  readonly wallSeconds: number;
}

/** Returns the CPU seconds that a process has used so far. */
type CpuMeter = () => Promise<number>;

/**
 * Compares how many presign requests two replicas serve with how many a single one serves. Both count rates in one
 * Redis and open each other's tokens. The load generator and Redis run on the same cores, so the capacity of a
 * replica is computed from its CPU time: requests per second that it would serve on its own core. The report
 * also shows the wall-clock rate, for which all processes share the cores.
 */
export async function measureReplicas(): Promise<boolean> {
  const dir = await mkdtemp(join(tmpdir(), 'slipway-bench-replicas-'));
  const credentials = { accessKeyId: 'bench-access', secretAccessKey: 'bench-secret' };
  const s3 = await startLocalS3({ dir, port: 0, ...credentials, buckets: ['bench'] });
  const redis = await startRedis();
  const replicas: BackendProcess[] = [];
  try {
    const first = await startBackendProcess(s3.url, redis.url);
    replicas.push(first);
    const second = await startBackendProcess(s3.url, redis.url);
    replicas.push(second);
    const meter = await createRedisMeter(redis.url);
    const options = { batch: BATCH, connections: CONNECTIONS };
    const loadsOfOne = [
      { load: await createPresignLoad([first.url], options), replica: first },
      { load: await createPresignLoad([second.url], options), replica: second },
    ];
    const loadOfTwo = await createPresignLoad([first.url, second.url], options);
    await loadOfTwo.send(WARM_UP_REQUESTS); // Lets the compilers warm up.
    const ones: Run[] = [];
    const twos: Run[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      for (const { load, replica } of loadsOfOne) {
        ones.push(await measure(load, [replica], meter.cpuSeconds));
      }
      twos.push(await measure(loadOfTwo, [first, second], meter.cpuSeconds));
    }
    for (const { load } of loadsOfOne) load.close();
    loadOfTwo.close();
    meter.close();
    return reportReplicas(ones, twos);
  } finally {
    for (const replica of replicas) await replica.stop();
    await redis.close();
    await s3.close();
    await rm(dir, { recursive: true, force: true });
  }
}

async function measure(
  load: PresignLoad,
  replicas: readonly BackendProcess[],
  redisCpuSeconds: CpuMeter,
): Promise<Run> {
  const meters = [...replicas.map(({ cpuSeconds }) => cpuSeconds), ownCpuSeconds, redisCpuSeconds];
  const before = await Promise.all(meters.map((meter) => meter()));
  const started = performance.now();
  await load.send(REQUESTS_PER_RUN);
  const wallSeconds = (performance.now() - started) / 1_000;
  const used = await Promise.all(
    meters.map(async (meter, i) => (await meter()) - (before[i] ?? 0)),
  );
  const [own = 0, redis = 0] = used.slice(replicas.length);
  return { backends: used.slice(0, replicas.length), load: own, redis, wallSeconds };
}

function reportReplicas(ones: readonly Run[], twos: readonly Run[]): boolean {
  const capacities = [ones, twos].map((runs) => median(runs.map(capacityOf)));
  const rates = [ones, twos].map((runs) =>
    median(runs.map(({ wallSeconds }) => REQUESTS_PER_RUN / wallSeconds)),
  );
  const [one = 0, two = 0] = capacities;
  const [rateOfOne = 0, rateOfTwo = 0] = rates;
  const share = (part: (run: Run) => number) =>
    100 * median(twos.map((run) => part(run) / (sum(run.backends) + run.load + run.redis)));
  return report(
    `Presign requests of ${BATCH} parts, one replica and two, medians of ${RUNS} runs`,
    [
      { name: 'capacity of one, a core of its own', value: one, unit: 'requests/s' },
      { name: 'capacity of two, a core each', value: two, unit: 'requests/s' },
      { name: 'two to one', value: two / one, unit: '', bar: { atLeast: 1.8 } },
      { name: 'wall clock of one, cores shared', value: rateOfOne, unit: 'requests/s' },
      { name: 'wall clock of two, cores shared', value: rateOfTwo, unit: 'requests/s' },
      {
        name: 'CPU time that the load generator took of two',
        value: share(({ load }) => load),
        unit: '%',
      },
      { name: 'CPU time that Redis took of two', value: share(({ redis }) => redis), unit: '%' },
    ],
  );
}

/** Each replica served its share of the requests. */
function capacityOf({ backends }: Run): number {
  const requests = REQUESTS_PER_RUN / backends.length;
  return sum(backends.map((cpuSeconds) => requests / cpuSeconds));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

async function ownCpuSeconds(): Promise<number> {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

async function createRedisMeter(
  url: string,
): Promise<{ readonly cpuSeconds: CpuMeter; close(): void }> {
  const client = createClient({ url });
  // Every failure also fails a call.
  client.on('error', () => {});
  await client.connect();
  return {
    async cpuSeconds() {
      const info = await client.info('cpu');
      const used = [...info.matchAll(/^used_cpu_(?:sys|user):(\S+)/gm)];
      if (used.length !== 2) throw new Error(`Redis does not report its CPU time: ${info}`);
      return sum(used.map(([, seconds]) => Number(seconds)));
    },
    close: () => client.destroy(),
  };
}
