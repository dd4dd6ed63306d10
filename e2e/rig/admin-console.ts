import { expect, type Locator, type Page } from '@playwright/test';
import { findAxeFaults } from './axe.ts';
import { test as base } from './fixtures.ts';
import type { Storage } from './storage.ts';

/** The panels, by their names in the console's addresses. */
export const PANELS = [
  'uploads',
  'objects',
  'live',
  'webhooks',
  'health',
  'configuration',
] as const;

/** Drives the console as an admin does: by roles and names. */
export class AdminConsole {
  readonly page: Page;
  readonly #url: string;

  constructor(page: Page, url: string) {
    this.page = page;
    this.#url = url;
  }

  /** Opens the page without waiting for a panel. */
  async visit(): Promise<void> {
    await this.page.goto(`${this.#url}/admin`);
  }

  /** Opens a panel by its address and waits for its heading. */
  async open(panel: (typeof PANELS)[number] = 'uploads'): Promise<void> {
    await this.page.goto(`${this.#url}/admin#${panel}`);
    await expect(this.page.getByRole('heading', { level: 2 })).toBeVisible();
  }

  /** Rows of the panel's table that contain all of the texts. */
  rows(text: string | RegExp = ''): Locator {
    return this.page.locator('tbody tr').filter({ hasText: text });
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  get dialog(): Locator {
    return this.page.getByRole('dialog');
  }

  /**
   * Lists what axe finds on the page in its current state, and whether the page overflows its window. Expected:
   * nothing.
   */
  async findFaults(): Promise<readonly string[]> {
    const overhang = await this.page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return scrollWidth - clientWidth;
    });
    const faults = await findAxeFaults(this.page);
    return overhang === 0 ? faults : [...faults, `${overhang} pixels wider than the window`];
  }
}

/** A console for a bucket. The backend accepts every caller on this machine as an admin. */
export const test = base.extend<{ console: AdminConsole }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from the pattern.
  backendOptions: async ({}, use) => use({ SLIPWAY_LOCAL_ADMIN: 'true' }),
  console: async ({ page, backend }, use) => {
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(String(error)));
    await use(new AdminConsole(page, backend.url));
    expect(faults).toEqual([]);
  },
});

/** Keys of one owner, in the backend's layout. */
export function keyOf(owner: string, number: number, name: string): string {
  return `uploads/${owner}/${String(number).padStart(26, '0')}/${name}`;
}

/** Four unfinished uploads of two owners, two of them with parts. */
export async function beginSome(storage: Storage): Promise<void> {
  await storage.begin(keyOf('acme', 1, 'film.mov'), [5 * 1024 ** 2, 1_000]);
  await storage.begin(keyOf('acme', 2, 'song.flac'));
  await storage.begin(keyOf('globex', 3, 'plan.pdf'), [2_048]);
  await storage.begin(keyOf('globex', 4, 'map.png'));
}
