import { readFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import type { Page } from 'playwright';
import type { Figure } from './report.ts';

const MiB = 1024 ** 2;
const SAMPLE_EVERY_MS = 500;

/**
 * Watches the memory of a page and of the largest renderer of its browser until you call the returned function. That
 * function returns how far the JS heap grew, without garbage, and how much the renderer held, including its share of
 * shared memory. Both are 0 where the system does not report them.
 */
export async function watchMemory(page: Page): Promise<() => Promise<readonly Figure[]>> {
  const cdp = await page.context().newCDPSession(page);
  const heap = async (): Promise<number> => {
    await cdp.send('HeapProfiler.collectGarbage');
    const { usedSize } = await cdp.send('Runtime.getHeapUsage');
    return usedSize / MiB;
  };
  const renderers = await findRenderers(page);
  const before = await heap();
  let heapMiB = before;
  let rendererMB = 0;
  const done = new AbortController();
  const sampling = (async () => {
    while (!done.signal.aborted) {
      heapMiB = Math.max(heapMiB, await heap());
      rendererMB = Math.max(rendererMB, ...(await Promise.all(renderers.map(memoryOf))));
      await setTimeout(SAMPLE_EVERY_MS);
    }
  })();
  return async () => {
    done.abort();
    await sampling;
    return [
      {
        name: 'JS heap growth, largest seen',
        value: heapMiB - before,
        unit: 'MiB',
        bar: { atMost: 30 },
      },
      {
        name: 'memory of the renderer, largest seen',
        value: rendererMB,
        unit: 'MB',
        bar: { atMost: 220 },
      },
    ];
  };
}

async function findRenderers(page: Page): Promise<readonly number[]> {
  const cdp = await page.context().browser()?.newBrowserCDPSession();
  const { processInfo = [] } = (await cdp?.send('SystemInfo.getProcessInfo')) ?? {};
  return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
}

async function memoryOf(pid: number): Promise<number> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
  return (Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0) * 1024) / 1e6;
}
