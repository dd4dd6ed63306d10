import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FileFactory } from '@slipway/e2e/rig/files';
import { type Browser, chromium, type Page } from 'playwright';
import { build } from 'vite';
import { reportComparison } from './peers/comparison.ts';
import { type LinkShape, startLink } from './peers/link.ts';
import { startSigners } from './peers/signers.ts';
import { median } from './report.ts';
import { startProcess } from './start-process.ts';

const MiB = 1024 ** 2;
const RUNS = 3;
/** Of one contestant's run; the slowest peers need minutes over the wide area. */
const PATIENCE_MS = 300_000;

/** What is uploaded over which link, and what has to come out. */
interface Workload {
  readonly title: string;
  readonly link: LinkShape;
  readonly fileSize?: number;
  readonly small?: { readonly count: number; readonly size: number };
  /** The least share of the bare loop's speed, by contestant. */
  readonly bars: Readonly<Record<string, number>>;
  /** Requests to Slipway's backend at most. */
  readonly mostRequests?: number;
}

const WORKLOADS = {
  loopback: {
    title: '1 GiB over loopback',
    link: {},
    fileSize: 1024 * MiB,
    bars: { 'Slipway, integrity none': 0.97, 'Slipway, CRC64NVME': 0.75 },
  },
  wan: {
    title: '256 MiB over 80 ms, 50 Mbit/s per connection, 300 Mbit/s in all',
    link: { roundTripMs: 80, perConnection: 50e6 / 8, total: 300e6 / 8 },
    fileSize: 256 * MiB,
    bars: { 'Slipway, CRC64NVME': 1 / 0.9 },
  },
  small: {
    title: '500 files of 20 KiB over 80 ms',
    link: { roundTripMs: 80, perConnection: 50e6 / 8, total: 300e6 / 8 },
    small: { count: 500, size: 20 * 1024 },
    bars: {},
    mostRequests: 12,
  },
} as const satisfies Readonly<Record<string, Workload>>;

/** What the page offers. */
interface BenchPage {
  readonly names: readonly string[];
  run(name: string, small?: Workload['small']): Promise<number>;
}

/** Uploads the same files by each uploader in turn, over and over, and compares the medians with a bare loop. */
export async function measurePeers(workload: keyof typeof WORKLOADS): Promise<boolean> {
  const pageDir = await mkdtemp(join(tmpdir(), 'slipway-bench-page-'));
  const files = await FileFactory.create();
  const executablePath = process.env.CHROMIUM_PATH;
  const browser = await chromium.launch({
    ...(executablePath && { executablePath }),
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'],
  });
  try {
    await buildPage(pageDir);
    return await compare(browser, pageDir, files, WORKLOADS[workload]);
  } finally {
    await browser.close();
    await files.remove();
    await rm(pageDir, { recursive: true, force: true });
  }
}

async function buildPage(outDir: string): Promise<void> {
  await build({
    root: fileURLToPath(new URL('../page', import.meta.url)),
    logLevel: 'warn',
    resolve: { conditions: ['@slipway/source', 'module', 'browser', 'development|production'] },
    build: { outDir, emptyOutDir: true, target: 'es2022' },
  });
}

async function compare(
  browser: Browser,
  pageDir: string,
  files: FileFactory,
  { title, link, fileSize, small, bars, mostRequests }: Workload,
): Promise<boolean> {
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
    const page = await open(browser, signers.url);
    const names = await page.evaluate(() => window.slipwayBench.names);
    await page.close();
    for (let turn = 0; turn < RUNS; turn += 1) {
      for (const name of names) {
        const fresh = await open(browser, signers.url);
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
    storage.close();
    await sink.stop();
  }

  return reportComparison(`${title}, medians of ${RUNS} interleaved runs`, {
    unit: small ? 'files/s' : 'MB/s',
    amount: small ? small.count : (fileSize ?? 0) / 1e6,
    contestants: [...times].map(([name, taken]) => ({
      name,
      ms: median(taken),
      requests: median(requests.get(name) ?? []),
      leastRatio: bars[name],
      mostRequests: name.startsWith('Slipway') ? mostRequests : undefined,
    })),
  });
}

async function open(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(url);
  await page.waitForFunction(() => 'slipwayBench' in window);
  return page;
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

declare global {
  interface Window {
    readonly slipwayBench: BenchPage;
  }
}
