import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright';
import { build } from 'vite';
import type { CandidateSpeed } from '../../page/checksum-candidates.ts';

/** The functions of the page. */
interface BenchPage {
  /**
   * Uploads the files of the input, or the given number of small files, with the named uploader. Returns
   * milliseconds.
   */
  run(name: string, small?: { readonly count: number; readonly size: number }): Promise<number>;
  /** Computes checksums in a worker, with every candidate. */
  checksums(): Promise<readonly CandidateSpeed[]>;
}

declare global {
  interface Window {
    readonly slipwayBench: BenchPage;
  }
}

/** Builds the page that all contestants run in. */
export async function buildBenchPage(outDir: string): Promise<void> {
  await build({
    root: fileURLToPath(new URL('../../page', import.meta.url)),
    logLevel: 'warn',
    resolve: { conditions: ['@slipway/source', 'module', 'browser', 'development|production'] },
    build: { outDir, emptyOutDir: true, target: 'es2022' },
  });
}

/** Opens a new page. */
export async function openBenchPage(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(url);
  await page.waitForFunction(() => 'slipwayBench' in window);
  return page;
}
