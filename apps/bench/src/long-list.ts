import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBackend } from '@slipway/e2e/rig/backend';
import { launchChromium } from './launch-chromium.ts';
import { report } from './report.ts';

const MiB = 1024 ** 2;
const FILES = 10_000;
const SCROLL_MS = 3_000;

/**
 * Drops 10,000 files on the built React page and scrolls through the list. The backend never answers, so the
 * benchmark measures only the widget.
 */
export async function measureLongList(): Promise<boolean> {
  const data = await mkdtemp(join(tmpdir(), 'slipway-bench-'));
  const backend = await startBackend({ SLIPWAY_DATA: data, S3_PORT: '0' });
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await page.route('**/api/uploads', () => {});
    await page.goto(backend.url);
    await page.getByText('Browse files').first().waitFor();
    const longestTaskMs = await page.evaluate(dropFiles, FILES);
    await page.locator('[aria-setsize]').first().waitFor();
    const framesPerSecond = await page.evaluate(scrollThrough, SCROLL_MS);
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('HeapProfiler.collectGarbage');
    const { usedSize } = await cdp.send('Runtime.getHeapUsage');

    return report(`${FILES.toLocaleString('en')} files in the list, in Chromium`, [
      {
        name: 'longest task after the drop',
        value: longestTaskMs,
        unit: 'ms',
        bar: { atMost: 100 },
      },
      { name: 'scrolling', value: framesPerSecond, unit: 'frames/s', bar: { atLeast: 50 } },
      { name: 'JS heap', value: usedSize / MiB, unit: 'MiB', bar: { atMost: 200 } },
    ]);
  } finally {
    await browser.close();
    await backend.stop();
    await rm(data, { recursive: true, force: true });
  }
}

/** Runs in the page. Resolves when the last file is on the list, with the longest task until then. */
async function dropFiles(count: number): Promise<number> {
  const dropped = new DataTransfer();
  for (let i = 0; i < count; i++) dropped.items.add(new File(['1'], `file ${i}.bin`));
  // The benchmark itself spent this time on creating the files.
  await new Promise((resolve) => setTimeout(resolve, 500));
  let longestTaskMs = 0;
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longestTaskMs = Math.max(longestTaskMs, duration);
  });
  observer.observe({ type: 'longtask' });
  const input = document.querySelector<HTMLInputElement>('.slipway-input');
  if (!input) throw new Error('There is no widget on the page.');
  input.files = dropped.files;
  input.dispatchEvent(new Event('change', { bubbles: true }));
  for (let summary = ''; !summary.includes(count.toLocaleString('en')); ) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    summary = document.querySelector('.slipway-summary')?.textContent ?? '';
  }
  // The browser reports long tasks with a delay.
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  return longestTaskMs;
}

/** Runs in the page. Scrolls as fast as a flick of the wheel. Returns the frames per second. */
async function scrollThrough(durationMs: number): Promise<number> {
  const list = document.querySelector('.slipway-list');
  if (!list) throw new Error('There is no list on the page.');
  const started = performance.now();
  let frames = 0;
  while (performance.now() - started < durationMs) {
    await new Promise(requestAnimationFrame);
    list.scrollTop += 60;
    frames++;
  }
  return (frames * 1_000) / (performance.now() - started);
}
