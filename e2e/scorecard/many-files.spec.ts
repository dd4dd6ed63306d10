import { awkwardNames } from '../rig/awkward-names.ts';
import { expect, row } from '../rig/row.ts';

const MiB = 1024 ** 2;

row(
  {
    id: 'R30',
    fault:
      '10,000 files of 1 KiB whose names are composed and decomposed, emoji, percent signs, right to left',
    expected: 'all there, byte for byte, and the heap stays under 300 MB',
    size: 0,
    withinMs: 600_000,
    limitMs: 1_200_000,
    once: true,
    tag: ['@chromium'],
  },
  async ({ lab }) => {
    const files = await lab.files.makeMany(awkwardNames(10_000), 1_024);
    const browser = await lab.engine.page.context().newCDPSession(lab.engine.page);
    await lab.pick(...files);
    let largestHeap = 0;
    const ended = async () => {
      const { usedSize } = await browser.send('Runtime.getHeapUsage');
      largestHeap = Math.max(largestHeap, usedSize);
      return lab.engine.outcomes.length;
    };
    await expect.poll(ended, { timeout: 600_000 }).toBe(files.length);
    expect(largestHeap).toBeLessThan(300 * MiB);
    expect(lab.storage.requests('CreateMultipartUpload')).toHaveLength(0);
  },
);
