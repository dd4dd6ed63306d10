import { awkwardNames } from '../rig/awkward-names.ts';
import { expect, row } from '../rig/row.ts';

const MB = 1_000_000;

row(
  {
    id: 'R30',
    fault:
      'a folder of 10,000 files of 1 KiB is dropped; the names have composed and decomposed letters, emoji, percent signs and right-to-left text',
    expected:
      'all objects exist, byte for byte; the heap stays under 300 MB, and the page responds within 200 ms',
    size: 0,
    withinMs: 600_000,
    limitMs: 1_200_000,
    once: true,
    chromiumOnly: 'only Chromium lets a test drop a folder, and reports its heap and long tasks',
  },
  async ({ lab }) => {
    const folder = await lab.files.makeFolder('archive', awkwardNames(10_000), 1_024);
    const browser = await lab.engine.page.context().newCDPSession(lab.engine.page);
    await lab.drop(folder);
    let largestHeap = 0;
    const ended = async () => {
      const { usedSize } = await browser.send('Runtime.getHeapUsage');
      largestHeap = Math.max(largestHeap, usedSize);
      return lab.engine.outcomes.length;
    };
    await expect.poll(ended, { timeout: 600_000 }).toBe(folder.files.length);
    expect(largestHeap).toBeLessThan(300 * MB);
    expect(await lab.engine.longestTaskMs()).toBeLessThan(200);
    expect(lab.storage.requests('CreateMultipartUpload')).toHaveLength(0);
  },
);

row(
  {
    id: 'R30',
    fault:
      'a folder of 250 files with such names is dropped; browsers list its entries by the hundred',
    expected: 'all objects exist, byte for byte',
    size: 0,
    chromiumOnly: 'only Chromium lets a test drop a folder',
    quick: true,
  },
  async ({ lab }) => {
    await lab.drop(await lab.files.makeFolder('photos', awkwardNames(250), 1_024));
  },
);
