import { startBackend } from '@slipway/e2e/rig/backend';
import { Storage } from '@slipway/e2e/rig/storage';
import type { Page } from 'playwright';
import { launchChromium } from './launch-chromium.ts';
import { report } from './report.ts';

const UPLOADS = 100_000;
const QUICK_UPLOADS = 5_000;
const OF_ONE_OWNER = 1_000;
const PARALLEL = 16;
const SCROLL_MS = 3_000;
/** A hung run ends after this time, even on a slow machine. */
const PATIENCE_MS = 300_000;

/**
 * Opens the built console on a bucket with 100,000 unfinished uploads. Measures how soon rows appear, how smoothly
 * they scroll, and how long it takes to abort a thousand uploads, each with its result. `--quick` uses 5,000.
 */
export async function measureAdminConsole({ quick }: { quick: boolean }): Promise<boolean> {
  const count = quick ? QUICK_UPLOADS : UPLOADS;
  const storage = await Storage.start();
  await beginMany(storage, count);
  const backend = await startBackend({
    ...storage.backendEnvironment,
    SLIPWAY_LOCAL_ADMIN: 'true',
    SLIPWAY_LOG_LEVEL: 'error',
  });
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    const firstRowsMs = await openConsole(page, backend.url);
    await page.getByRole('button', { name: 'Load all' }).click();
    const loadingFrames = await page.evaluate(scrollThrough, SCROLL_MS);
    await status(page, count);
    const framesPerSecond = await page.evaluate(scrollThrough, SCROLL_MS);
    const { abortMs, results } = await abortOwner(page);
    return report(`${count.toLocaleString('en')} unfinished uploads in the console, in Chromium`, [
      {
        name: 'from the request to the first rows',
        value: firstRowsMs,
        unit: 'ms',
        bar: { atMost: 1_000 },
      },
      { name: 'scrolling while they are loaded', value: loadingFrames, unit: 'frames/s' },
      { name: 'scrolling', value: framesPerSecond, unit: 'frames/s', bar: { atLeast: 50 } },
      { name: 'an abort of 1,000', value: abortMs, unit: 'ms' },
      {
        name: 'results of it',
        value: results,
        unit: 'rows',
        bar: { atLeast: OF_ONE_OWNER },
      },
      { name: 'left in the bucket', value: await storage.unfinishedUploads(), unit: 'at least' },
    ]);
  } finally {
    await browser.close();
    await backend.stop();
    await storage.stop();
  }
}

/** Each owner has a thousand uploads. */
async function beginMany(storage: Storage, count: number): Promise<void> {
  const numbers = Array.from({ length: count }, (_, i) => i).values();
  const worker = async () => {
    for (const i of numbers) {
      const owner = `owner-${Math.floor(i / OF_ONE_OWNER)}`;
      await storage.begin(`uploads/${owner}/${String(i).padStart(26, '0')}/film.mov`);
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
}

/** Milliseconds from the panel's first request to the first row. */
async function openConsole(page: Page, url: string): Promise<number> {
  let askedAt = 0;
  page.on('request', (request) => {
    if (askedAt === 0 && request.url().includes('limit=100')) askedAt = performance.now();
  });
  await page.goto(`${url}/admin`);
  await page.locator('tbody tr').first().waitFor();
  return performance.now() - askedAt;
}

async function status(page: Page, count: number): Promise<void> {
  await page.getByText(`${count.toLocaleString('en')} uploads`, { exact: true }).waitFor();
}

async function abortOwner(page: Page): Promise<{ abortMs: number; results: number }> {
  await page.getByLabel('Owner', { exact: true }).fill('owner-1');
  await page.getByRole('button', { name: 'Filter' }).click();
  // They fill two pages. The console requests the second long before the user scrolls to its rows.
  await status(page, OF_ONE_OWNER);
  await page.getByLabel('Select all that are loaded').check();
  await page.getByRole('button', { name: 'Abort 1,000 uploads…' }).click();
  const abort = page.getByRole('dialog').getByRole('button', { name: 'Abort', exact: true });
  await page.getByText('will be freed').waitFor();
  const startedAt = performance.now();
  await abort.click();
  await page.getByText(/^1,000 uploads aborted/).waitFor();
  const abortMs = performance.now() - startedAt;
  const table = page.getByRole('table', { name: 'Result of each upload' });
  // One row is the table's head.
  return { abortMs, results: Number(await table.getAttribute('aria-rowcount')) - 1 };
}

/** Runs in the page. Scrolls as fast as a flick of the wheel. Returns the frames per second. */
async function scrollThrough(durationMs: number): Promise<number> {
  const list = document.querySelector('.slipway-table-frame');
  if (!list) throw new Error('There is no table on the page.');
  list.scrollTop = 0;
  const started = performance.now();
  let frames = 0;
  while (performance.now() - started < durationMs) {
    await new Promise(requestAnimationFrame);
    list.scrollTop += 600;
    frames++;
  }
  return (frames * 1_000) / (performance.now() - started);
}
