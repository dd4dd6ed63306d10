import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { writeSection } from './benchmarks-page.ts';
import { launchChromium } from './launch-chromium.ts';
import { buildBenchPage, openBenchPage } from './peers/bench-page.ts';

const TITLE = 'Checksums in a worker';

const WHY = `A checksum has to be computed under a strict CSP, which leaves WebAssembly out, and of a part that is never in memory as
a whole, which leaves WebCrypto out. The digests come from \`@noble/hashes\`. For CRCs no library without WebAssembly is
fast enough: two workers have to keep up with the disk, so Slipway brings its own.`;

/** Computes the checksums that parts can have in a worker of Chromium, by each library that could do it. */
export async function measureChecksums({ quick }: { readonly quick: boolean }): Promise<boolean> {
  const pageDir = await mkdtemp(join(tmpdir(), 'slipway-bench-page-'));
  await buildBenchPage(pageDir);
  const server = express().use(express.static(pageDir)).listen(0, '127.0.0.1');
  const browser = await launchChromium();
  try {
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const page = await openBenchPage(browser, `http://127.0.0.1:${port}`);
    const speeds = await page.evaluate(() => window.slipwayBench.checksums());
    const lines = speeds.map(({ mode, name, catch: reason, megabytesPerSecond }) =>
      [mode, name, megabytesPerSecond.toFixed(0), reason].join(' | '),
    );
    const head = '| checksum | computed by | MB/s | but |\n| --- | --- | --: | --- |';
    const table = [head, ...lines.map((line) => `| ${line} |`)].join('\n');
    console.log(`\n### ${TITLE}\n\n${table}`);
    if (!quick) await writeSection(TITLE, [`In Chromium ${browser.version()}.`, table, WHY]);
    return true;
  } finally {
    await browser.close();
    server.close();
    await rm(pageDir, { recursive: true, force: true });
  }
}
