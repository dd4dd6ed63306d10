import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FileFactory } from '@slipway/e2e/rig/files';
import type { Browser } from 'playwright';
import { writeSection } from './benchmarks-page.ts';
import { launchChromium } from './launch-chromium.ts';
import { buildBenchPage, openBenchPage } from './peers/bench-page.ts';
import { describeComparison } from './peers/comparison.ts';
import { type LinkShape, startLink } from './peers/link.ts';
import { startSigners } from './peers/signers.ts';
import { median } from './report.ts';
import { startProcess } from './start-process.ts';

const MiB = 1024 ** 2;
const BARE_LOOP = 'bare loop';
/** The limit for one contestant's run. The slowest peers need minutes over a wide area network. */
const PATIENCE_MS = 300_000;

/** The files, the link, and the bars to clear. */
interface Workload {
  readonly title: string;
  readonly link: LinkShape;
  /** Runs of each contestant, in turn. @defaultValue 3. Short runs need more, because they are noisier. */
  readonly runs?: number;
  readonly fileSize?: number;
  readonly small?: { readonly count: number; readonly size: number };
  /** The contestants besides the bare loop. */
  readonly contestants: readonly string[];
  /** The minimum share of the bare loop's speed, by contestant. */
  readonly bars?: Readonly<Record<string, number>>;
  /** The minimum speed, by contestant, in the unit of the table. */
  readonly speeds?: Readonly<Record<string, number>>;
  /** The maximum number of requests to Slipway's backend. */
  readonly mostRequests?: number;
}

const PEERS = [
  'Better Upload 3, default',
  'Better Upload 3, tuned',
  'Uppy 5, default',
  'Uppy 5, tuned',
  'Uppy 6, default',
  'Uppy 6, tuned',
];

const WORKLOADS = {
  loopback: {
    title: '1 GiB over loopback',
    link: {},
    runs: 9,
    fileSize: 1024 * MiB,
    contestants: ['Slipway, integrity none', 'Slipway, CRC64NVME', 'Slipway, SHA-256', ...PEERS],
    bars: { 'Slipway, integrity none': 0.97, 'Slipway, CRC64NVME': 0.75, 'Slipway, SHA-256': 0.55 },
  },
  wan: {
    title: '256 MiB over 80 ms, 50 Mbit/s per connection, 300 Mbit/s in all',
    link: { roundTripMs: 80, perConnection: 50e6 / 8, total: 300e6 / 8 },
    fileSize: 256 * MiB,
    contestants: [
      'Slipway, CRC64NVME',
      'Slipway, credentials split',
      'Slipway, two host names',
      ...PEERS,
    ],
    bars: { 'Slipway, CRC64NVME': 1 / 0.9, 'Slipway, two host names': 1 / 0.9 },
  },
  small: {
    title: '500 files of 20 KiB over 80 ms',
    link: { roundTripMs: 80, perConnection: 50e6 / 8, total: 300e6 / 8 },
    small: { count: 500, size: 20 * 1024 },
    contestants: ['Slipway, small files', 'Slipway, credentials split', ...PEERS],
    speeds: { 'Slipway, small files': 58, 'Slipway, credentials split': 100 },
    mostRequests: 12,
  },
  wide: {
    title: '256 MiB over 80 ms, 50 Mbit/s per connection, 1 Gbit/s in all',
    link: { roundTripMs: 80, perConnection: 50e6 / 8, total: 1e9 / 8 },
    fileSize: 256 * MiB,
    contestants: ['Slipway, CRC64NVME', 'Slipway, credentials split', 'Slipway, two host names'],
    bars: { 'Slipway, credentials split': 1.7, 'Slipway, two host names': 1.7 },
  },
  uneven: {
    title: '256 MiB over 80 ms, six connections at 1.6, 1.2, 1.0, 0.8, 0.6 and 0.35 of 50 Mbit/s',
    link: {
      roundTripMs: 80,
      perConnection: 50e6 / 8,
      shares: [1.6, 1.2, 1, 0.8, 0.6, 0.35],
      total: 300e6 / 8,
    },
    fileSize: 256 * MiB,
    contestants: ['Slipway, CRC64NVME', ...PEERS],
    bars: { 'Slipway, CRC64NVME': 1.1 },
  },
  shared: {
    title: '256 MiB over 80 ms, connections that share 300 Mbit/s unevenly',
    link: {
      roundTripMs: 80,
      perConnection: 50e6 / 8,
      // Neighbors differ, so that six connections are about as uneven as twelve.
      shares: [2.4, 0.3, 1.6, 0.5, 1.1, 0.8, 1.9, 0.2, 1.3, 0.65, 0.9, 0.4],
      total: 300e6 / 8,
    },
    fileSize: 256 * MiB,
    contestants: ['Slipway, CRC64NVME', 'Slipway, credentials split', 'Slipway, two host names'],
    bars: { 'Slipway, credentials split': 1.05 },
  },
  home: {
    title: '48 MiB over 30 ms, 20 Mbit/s, 0.2 % loss',
    link: { roundTripMs: 30, total: 20e6 / 8, loss: 0.002 },
    fileSize: 48 * MiB,
    contestants: ['Slipway, CRC64NVME', ...PEERS],
    bars: { 'Slipway, CRC64NVME': 1 },
  },
  phone: {
    title: '16 MiB over 90 ms, 8 Mbit/s, 0.5 % loss',
    link: { roundTripMs: 90, total: 8e6 / 8, loss: 0.005 },
    fileSize: 16 * MiB,
    contestants: ['Slipway, CRC64NVME', ...PEERS],
    bars: { 'Slipway, CRC64NVME': 1 },
  },
  lossy: {
    title: '48 MiB over 80 ms, 1 % loss',
    link: { roundTripMs: 80, total: 300e6 / 8, loss: 0.01 },
    fileSize: 48 * MiB,
    contestants: ['Slipway, CRC64NVME', 'Slipway, credentials split'],
    bars: { 'Slipway, credentials split': 1.9 },
  },
} as const satisfies Readonly<Record<string, Workload>>;

/** How to make a comparison. */
export interface PeerOptions {
  /** Runs once, without the peers, and writes no page. Use it to see the effect of a change. */
  readonly quick: boolean;
}

/** Uploads the same files with each uploader in turn, several times. Compares the medians with a bare loop. */
export async function measurePeers(
  workload: keyof typeof WORKLOADS,
  options: PeerOptions,
): Promise<boolean> {
  const pageDir = await mkdtemp(join(tmpdir(), 'slipway-bench-page-'));
  const files = await FileFactory.create();
  const browser = await launchChromium();
  try {
    await buildBenchPage(pageDir);
    return await compare(browser, pageDir, files, WORKLOADS[workload], options);
  } finally {
    await browser.close();
    await files.remove();
    await rm(pageDir, { recursive: true, force: true });
  }
}

async function compare(
  browser: Browser,
  pageDir: string,
  files: FileFactory,
  workload: Workload,
  { quick }: PeerOptions,
): Promise<boolean> {
  const { title, link, fileSize, small, contestants, bars, speeds, mostRequests } = workload;
  const runs = quick ? 1 : (workload.runs ?? 3);
  const load = loadavg()[0] ?? 0;
  const sink = await startProcess([fileURLToPath(new URL('./peers/sink.ts', import.meta.url))]);
  const port = Number(new URL(sink.url).port);
  const storage = await startLink(port, link);
  const { roundTripMs = 0 } = link;
  const signers = await startSigners({
    storageUrl: storage.url,
    nearPort: port,
    pageDir,
    roundTripMs,
  });
  const times = new Map<string, number[]>();
  const requests = new Map<string, number[]>();
  try {
    const path = fileSize && (await files.make('large.bin', fileSize)).path;
    for (let turn = 0; turn < runs; turn += 1) {
      for (const name of [BARE_LOOP, ...contestants.filter((one) => !quick || isOurs(one))]) {
        const fresh = await openBenchPage(browser, signers.url);
        if (path) await fresh.locator('input').setInputFiles(path);
        signers.takeCount();
        const run = fresh.evaluate(([who, what]) => window.slipwayBench.run(who, what), [
          name,
          small,
        ] as const);
        push(times, name, await within(run, `${name}: ${title}`));
        push(requests, name, signers.takeCount());
        await fresh.close();
      }
    }
  } finally {
    signers.close();
    await storage.stop();
    await sink.stop();
  }

  const comparison = {
    unit: small ? 'files/s' : 'MB/s',
    amount: small ? small.count : (fileSize ?? 0) / 1e6,
    contestants: [...times].map(([name, taken]) => ({
      name,
      times: taken,
      requests: median(requests.get(name) ?? []),
      leastRatio: bars?.[name],
      leastSpeed: speeds?.[name],
      mostRequests: isOurs(name) ? mostRequests : undefined,
    })),
  };
  const { table, missed } = describeComparison(comparison);
  const circumstances = `Medians of ${runs} interleaved runs in Chromium ${browser.version()}. Ratios are taken within each turn. Machine load before the run: ${load.toFixed(1)}.`;
  console.log(`\n## ${title}\n\n${circumstances}\n\n${table}`);
  for (const line of missed) console.log(`\nMISSED: ${line}.`);
  if (!quick)
    await writeSection(title, [circumstances, table, ...missed.map((line) => `Missed: ${line}.`)]);
  return missed.length === 0;
}

function isOurs(name: string): boolean {
  return name.startsWith('Slipway');
}

async function within<T>(run: Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} takes too long.`)), PATIENCE_MS);
  });
  return Promise.race([run, late]).finally(() => clearTimeout(timer));
}

function push<K>(map: Map<K, number[]>, key: K, value: number): void {
  map.set(key, [...(map.get(key) ?? []), value]);
}
