import { mkdtemp, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from '@playwright/test';
import { chromiumArgs, chromiumPath } from './chromium.ts';

/** A Chromium with its own profile. A test can kill it as the system does, and start it again. */
export class KillableBrowser {
  readonly #profile: string;
  #context: BrowserContext | undefined;

  private constructor(profile: string) {
    this.#profile = profile;
  }

  static async create(): Promise<KillableBrowser> {
    return new KillableBrowser(await mkdtemp(join(tmpdir(), 'slipway-profile-')));
  }

  /** Starts it with the state of its profile. */
  async start(): Promise<Page> {
    this.#context = await chromium.launchPersistentContext(this.#profile, {
      args: chromiumArgs,
      ...(chromiumPath && { executablePath: chromiumPath }),
    });
    return this.#context.newPage();
  }

  /** Sends SIGKILL, so the browser saves nothing and reports nothing. */
  async kill(): Promise<void> {
    const context = this.#context;
    if (!context) return;
    this.#context = undefined;
    const closed = new Promise((resolve) => context.once('close', resolve));
    // The browser that uses a profile writes its host and process ID there.
    const [, pid] = /-(\d+)$/.exec(await readlink(join(this.#profile, 'SingletonLock'))) ?? [];
    process.kill(Number(pid), 'SIGKILL');
    await closed;
  }

  /** Kills it and removes its profile. */
  async remove(): Promise<void> {
    await this.kill();
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 3 });
  }
}
