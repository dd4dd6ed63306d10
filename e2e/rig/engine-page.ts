import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, type Page } from '@playwright/test';
import type { UploadSnapshot } from '@slipway/core';
import { build } from 'vite';
import type { TestFile, TestFolder } from './files.ts';
import type { PageEvent } from './page-event.ts';

/** Builds the page with the engine from the current sources. */
export async function buildEnginePage(): Promise<{
  readonly folder: string;
  remove(): Promise<void>;
}> {
  const folder = await mkdtemp(join(tmpdir(), 'slipway-page-'));
  await build({
    configFile: false,
    logLevel: 'warn',
    root: fileURLToPath(new URL('../page', import.meta.url)),
    resolve: { conditions: ['@slipway/source', 'module', 'browser', 'production'] },
    build: { outDir: folder, emptyOutDir: true, target: 'es2022', assetsInlineLimit: 0 },
  });
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Options of the engine on its page. */
export interface EngineOptions {
  readonly seed: number;
  readonly connections?: number | undefined;
}

/** A page with the engine, and its events so far, across reloads. */
export class EnginePage {
  readonly page: Page;
  readonly events: PageEvent[] = [];
  /** Warnings for the developer. */
  readonly warnings: string[] = [];
  readonly #url: string;

  private constructor(page: Page, url: string) {
    this.page = page;
    this.#url = url;
  }

  static async create(page: Page, origin: string, options: EngineOptions): Promise<EnginePage> {
    const query = new URLSearchParams({
      seed: String(options.seed),
      connections: String(options.connections ?? 4),
    });
    const enginePage = new EnginePage(page, `${origin}/?${query}`);
    await page.exposeFunction('tell', (event: PageEvent) => enginePage.events.push(event));
    page.on('console', (message) => {
      if (message.text().startsWith('Slipway:')) enginePage.warnings.push(message.text());
    });
    return enginePage;
  }

  /** Opens or reloads the page. */
  async open(): Promise<void> {
    await this.page.goto(this.#url);
    await this.page.waitForFunction(() => 'uploader' in window);
  }

  async pick(...files: readonly TestFile[]): Promise<void> {
    await this.page
      .getByLabel('Files', { exact: true })
      .setInputFiles(files.map(({ path }) => path));
  }

  /** Picks a file in another uploader of the same page. */
  async pickInSecond({ path }: TestFile): Promise<void> {
    await this.page.getByLabel('Files of a second uploader').setInputFiles(path);
  }

  /** The most requests to the storage that were open at once. */
  async mostRequests(): Promise<number> {
    return this.page.evaluate(() => window.mostRequests);
  }

  /** Like {@link EnginePage.pick}, but with a picker whose files have handles. */
  async pickWithHandle({ path }: TestFile): Promise<void> {
    await this.page.getByLabel('File with a handle').setInputFiles(path);
  }

  /** Drops a folder on the page, as a file manager does. Only Chromium supports this. */
  async drop({ path }: TestFolder): Promise<void> {
    const browser = await this.page.context().newCDPSession(this.page);
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      const data = { items: [], files: [path], dragOperationsMask: 1 };
      await browser.send('Input.dispatchDragEvent', { type, x: 10, y: 10, data });
    }
    await browser.detach();
  }

  /** Resumes an upload of an earlier page with one click. */
  async resumeUnfinished({ name }: TestFile): Promise<void> {
    await this.page.getByRole('button', { name: `Resume ${name}` }).click();
  }

  /** The current uploads. */
  async uploads(): Promise<readonly UploadSnapshot[]> {
    return this.page.evaluate(() => [...window.uploader.getSnapshot().uploads]);
  }

  /** Waits until the first upload has this status. `paused: offline` includes the reason. */
  async reaches(status: string, timeout = 30_000): Promise<void> {
    const current = async () => {
      const [upload] = await this.uploads();
      if (!upload) return 'none';
      const { state } = upload;
      if (state.status === 'failed') return `failed: ${state.error.message}`;
      return state.status === 'paused' ? `paused: ${state.reason}` : state.status;
    };
    await expect.poll(current, { timeout }).toBe(status);
  }

  /** Waits until the page knows that S3 has this many parts of the first upload. */
  async hasSent(parts: number): Promise<void> {
    const done = async () => (await this.uploads())[0]?.progress.partsDone;
    await expect.poll(done, { timeout: 30_000 }).toBe(parts);
  }

  /** Whether the page says that uploads can be resumed after a reload. */
  async canResume(): Promise<boolean> {
    return this.page.evaluate(() => window.uploader.getSnapshot().sessionsAvailable);
  }

  /** Every status that any upload had since the page was opened. */
  async statuses(): Promise<readonly string[]> {
    return this.page.evaluate(() => [...window.seen]);
  }

  /** The longest task that blocked the page, in milliseconds. 0 if no task took 50. Chromium only. */
  async longestTaskMs(): Promise<number> {
    return this.page.evaluate(() => window.longestTaskMs);
  }

  /** Successes and failures, one line each. */
  get outcomes(): readonly string[] {
    return this.events.map((event) => {
      if (event.type === 'unhandled') return `unhandled rejection: ${event.reason}`;
      return `${event.name}: ${event.type === 'completed' ? 'completed' : event.code}`;
    });
  }
}
