import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { writeSection } from './benchmarks-page.ts';
import { launchChromium } from './launch-chromium.ts';
import { buildBenchPage, openBenchPage } from './peers/bench-page.ts';

const TITLE = 'Checksums in a worker';

const WHY = `Two conditions decide the choice. The worker must run under a strict CSP, which excludes WebAssembly. Two workers must keep up
with the disk. For CRCs, no other library without WebAssembly is fast enough, so Slipway has its own. WebCrypto computes SHA-256
and SHA-1 of parts up to 64 MiB. \`@noble/hashes\` computes MD5, the digests of larger parts, and all digests on pages without a
secure context, where browsers offer no WebCrypto.`;

/** Computes the checksums of parts in a worker of Chromium, with each library that can compute them. */
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
    const head = '| checksum | computed by | MB/s | drawback |\n| --- | --- | --: | --- |';
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
