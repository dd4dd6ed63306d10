import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBackend } from '@slipway/e2e/rig/backend';
import { FileFactory } from '@slipway/e2e/rig/files';
import { launchChromium } from './launch-chromium.ts';
import { report } from './report.ts';
import { watchMemory } from './watch-memory.ts';

const GiB = 1024 ** 3;

interface PageFigures {
  readonly longestTaskMs: number;
  readonly presignRequests: number;
}

/**
 * Uploads 1 GiB through the built React page into the embedded local-s3. The page reports on itself:
 * watching it from outside would slow the upload down.
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
    await page.evaluate(watchLongTasks);
    const stopWatching = await watchMemory(page);
    await page.locator('input[type=file]').first().setInputFiles(file.path);
    const started = Date.now();
    await page.getByText('1 file uploaded').first().waitFor({ timeout: 180_000 });
    const seconds = (Date.now() - started) / 1000;
    const memory = await stopWatching();
    const { longestTaskMs, presignRequests } = await page.evaluate(readFigures);

    return report('1 GiB in Chromium against local-s3', [
      ...memory,
      { name: 'longest main-thread task', value: longestTaskMs, unit: 'ms', bar: { atMost: 50 } },
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

/** Runs in the page. */
function readFigures(): PageFigures {
  const { longestTaskMs } = (window as unknown as { readonly slipwayBench: PageFigures })
    .slipwayBench;
  const requests = performance.getEntriesByType('resource');
  const presignRequests = requests.filter(({ name }) => name.endsWith('/uploads/presign')).length;
  return { longestTaskMs, presignRequests };
}

/** Runs in the page. Tasks under 50 ms are not reported by the browser, and count as none. */
function watchLongTasks(): void {
  const figures = { longestTaskMs: 0 };
  Object.assign(window, { slipwayBench: figures });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) {
      figures.longestTaskMs = Math.max(figures.longestTaskMs, duration);
    }
  }).observe({ type: 'longtask' });
}
