import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launchChromium } from './launch-chromium.ts';
import { buildBenchPage, openBenchPage } from './peers/bench-page.ts';
import { startSigners } from './peers/signers.ts';
import { report } from './report.ts';
import { startProcess } from './start-process.ts';
import { watchMemory } from './watch-memory.ts';

const GB = 1e9;

/**
 * Uploads a file of 50 GB to a storage that discards all bytes, with a checksum on every part. The file is all zeros,
 * so it takes no space on the disk. The benchmark measures the memory of the page.
 */
export async function measureHugeFile({ quick }: { readonly quick: boolean }): Promise<boolean> {
  const size = (quick ? 5 : 50) * GB;
  const folder = await mkdtemp(join(tmpdir(), 'slipway-bench-'));
  const pageDir = join(folder, 'page');
  const path = join(folder, 'huge.bin');
  await writeFile(path, '');
  await truncate(path, size);
  await buildBenchPage(pageDir);
  const sink = await startProcess([fileURLToPath(new URL('./peers/sink.ts', import.meta.url))]);
  const nearPort = Number(new URL(sink.url).port);
  const signers = await startSigners({ storageUrl: sink.url, nearPort, pageDir, roundTripMs: 0 });
  const browser = await launchChromium();
  try {
    const page = await openBenchPage(browser, signers.url);
    await page.locator('input').setInputFiles(path);
    const stopWatching = await watchMemory(page);
    signers.takeCount();
    const ms = await page.evaluate(() => window.slipwayBench.run('Slipway, CRC64NVME'));
    const memory = await stopWatching();

    return report(`${size / GB} GB in Chromium, CRC64NVME on every part`, [
      ...memory,
      { name: 'requests to the backend', value: signers.takeCount(), unit: '' },
      { name: 'throughput', value: size / 1e6 / (ms / 1000), unit: 'MB/s' },
    ]);
  } finally {
    await browser.close();
    signers.close();
    await sink.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
