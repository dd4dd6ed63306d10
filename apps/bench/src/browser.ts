import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBackend } from '@slipway/e2e/rig/backend';
import { FileFactory } from '@slipway/e2e/rig/files';
import { launchChromium } from './launch-chromium.ts';
import { report } from './report.ts';
import { watchMemory } from './watch-memory.ts';

const GiB = 1024 ** 3;

/** A task in a trace, in microseconds. */
interface TracedTask {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Wall-clock time, including the time it waited for a core. */
  readonly dur?: number;
  /** The time it ran on a core. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/**
 * Uploads 1 GiB through the built React page into the embedded local-s3. Tasks are judged by their time on a core:
 * storage, backend and browser share the same two cores, and a task that waits for a core is not at fault.
 */
export async function measureBrowser(): Promise<boolean> {
  const data = await mkdtemp(join(tmpdir(), 'slipway-bench-'));
  const files = await FileFactory.create();
  const backend = await startBackend({ SLIPWAY_DATA: data, S3_PORT: '0' });
  const browser = await launchChromium();
  try {
    const file = await files.make('one-gibibyte.bin', GiB);
    const page = await browser.newPage();
    await page.goto(backend.url);
    await browser.startTracing(page, { categories: ['toplevel'] });
    const stopWatching = await watchMemory(page);
    await page.locator('input[type=file]').first().setInputFiles(file.path);
    const started = Date.now();
    await page.getByText('1 file uploaded').first().waitFor({ timeout: 180_000 });
    const seconds = (Date.now() - started) / 1000;
    const memory = await stopWatching();
    const { ownMs, clockMs } = longestTasks(await browser.stopTracing());
    const presignRequests = await page.evaluate(countPresignRequests);

    return report('1 GiB in Chromium against local-s3', [
      ...memory,
      { name: 'longest main-thread task', value: ownMs, unit: 'ms', bar: { atMost: 50 } },
      { name: 'the same, with waits for a core', value: clockMs, unit: 'ms' },
      { name: 'requests for presigned URLs', value: presignRequests, unit: '', bar: { atMost: 6 } },
      {
        name: 'throughput, local-s3 on the same two cores',
        value: GiB / 1e6 / seconds,
        unit: 'MB/s',
      },
    ]);
  } finally {
    await browser.close();
    await backend.stop();
    await files.remove();
    await rm(data, { recursive: true, force: true });
  }
}

/** The longest task on the main threads of all pages, in milliseconds. */
function longestTasks(trace: Buffer): { readonly ownMs: number; readonly clockMs: number } {
  const { traceEvents }: { readonly traceEvents: readonly TracedTask[] } = JSON.parse(
    trace.toString(),
  );
  const threadOf = ({ pid, tid }: TracedTask) => `${pid}:${tid}`;
  const mains = new Set(
    traceEvents.filter(({ args }) => args?.name === 'CrRendererMain').map(threadOf),
  );
  let ownMs = 0;
  let clockMs = 0;
  for (const task of traceEvents) {
    if (task.name !== 'ThreadControllerImpl::RunTask' || !mains.has(threadOf(task))) continue;
    ownMs = Math.max(ownMs, (task.tdur ?? 0) / 1_000);
    clockMs = Math.max(clockMs, (task.dur ?? 0) / 1_000);
  }
  if (ownMs === 0) throw new Error('The trace has no task of a page.');
  return { ownMs, clockMs };
}

/** Runs in the page. */
function countPresignRequests(): number {
  const requests = performance.getEntriesByType('resource');
  return requests.filter(({ name }) => name.endsWith('/uploads/presign')).length;
}
