import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, type Page } from '@playwright/test';
import { build } from 'vite';
import { test as base } from './admin-console.ts';

/** Allows only the page's own files and backend. Text never becomes markup or script. */
const CONTENT_SECURITY_POLICY = `default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
img-src data:; base-uri 'none'; require-trusted-types-for 'script'`;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

/** Options of a foreign page. */
export interface HostOptions {
  /** What its stylesheet does to bare elements. @defaultValue nothing */
  readonly rules?: 'resets' | 'hostile' | undefined;
  /** The width of the panel's column, in CSS. @defaultValue `60rem` */
  readonly column?: string | undefined;
  readonly dir?: 'ltr' | 'rtl' | undefined;
  readonly scheme?: 'light' | 'dark' | undefined;
}

export type PanelName = Parameters<typeof window.mount>[0];

/** One element and its computed style. */
export interface ElementStyle {
  readonly name: string;
  readonly style: Readonly<Record<string, string>>;
}

/** The differences between the same elements, one line each. None if they look alike. */
export function findDifferences(
  before: readonly ElementStyle[],
  after: readonly ElementStyle[],
): readonly string[] {
  const names = (all: readonly ElementStyle[]) => all.map(({ name }) => name).join(' ');
  if (names(before) !== names(after)) return [`${names(before)} became ${names(after)}`];
  return before.flatMap(({ name, style }, i) =>
    Object.entries(style).flatMap(([property, value]) => {
      const now = after[i]?.style[property];
      return now === value ? [] : [`${name} ${i}: ${property} was ${value}, is ${now}`];
    }),
  );
}

/** A foreign page, served with the backend. It has a strict policy, rules for all elements and its own React. */
export class HostPage {
  readonly page: Page;
  readonly #url: string;

  constructor(page: Page, url: string) {
    this.page = page;
    this.#url = url;
  }

  async open(options: HostOptions = {}): Promise<void> {
    const query = new URLSearchParams(JSON.parse(JSON.stringify(options)));
    await this.page.goto(`${this.#url}/host/index.html?${query}`);
    await this.page.waitForFunction(() => 'mount' in window);
  }

  /** Puts a panel into the column. */
  async mount(name: PanelName, where: 'page' | 'shadow root'): Promise<void> {
    await this.page.evaluate(([panel, home]) => window.mount(panel, home), [name, where] as const);
    await expect(this.page.locator('.slipway-panel-title')).toBeAttached();
  }

  /** The computed styles of the page's own elements. */
  ownStyles(): Promise<readonly ElementStyle[]> {
    return this.page.evaluate(styleOf, ['html', 'body', 'main', 'h1', '#own', '#other-root']);
  }

  /**
   * The computed styles of the panel's elements, in a shadow root or not. Leaves out properties that depend on its
   * texts.
   */
  panelStyles(): Promise<readonly ElementStyle[]> {
    return this.page.evaluate(styleOf, ['.slipway-admin']);
  }

  violations(): Promise<readonly string[]> {
    return this.page.evaluate(() => window.violations);
  }
}

/** Runs in the page. */
function styleOf(selectors: readonly string[]): readonly ElementStyle[] {
  // These depend on the length of a text, and a text may contain a relative time.
  const measured =
    /^(?:(?:min-|max-)?(?:width|height|inline-size|block-size)|(?:perspective|transform)-origin|inset.*|top|right|bottom|left)$/;
  const column = document.getElementById('column');
  const home = selectors[0] === '.slipway-admin' ? (column?.shadowRoot ?? column) : document;
  // A colour in transition is neither of the two.
  for (const animation of (column?.shadowRoot ?? document).getAnimations()) animation.finish();
  return selectors.flatMap((selector) => {
    const top = home?.querySelector(selector);
    if (!top) throw new Error(`There is no ${selector} on the page.`);
    // Of the panel's container, only the container itself: the panel must be somewhere.
    const isFrame = /^(?:html|body|main)$/.test(selector);
    const all = isFrame ? [top] : [top, ...top.querySelectorAll('*')];
    return all.map((element) => {
      const style = getComputedStyle(element);
      const values = [...style].filter((name) => !measured.test(name));
      return {
        name: element.localName,
        style: Object.fromEntries(values.map((value) => [value, style.getPropertyValue(value)])),
      };
    });
  });
}

export const test = base.extend<{ host: HostPage }, { hostFolder: string }>({
  hostFolder: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from the pattern.
    async ({}, use) => {
      const folder = await mkdtemp(join(tmpdir(), 'slipway-host-'));
      await build({
        configFile: false,
        logLevel: 'warn',
        root: fileURLToPath(new URL('../host-page', import.meta.url)),
        base: '/host/',
        resolve: { conditions: ['@slipway/source', 'module', 'browser', 'production'] },
        build: { outDir: folder, emptyOutDir: true, target: 'es2022', modulePreload: false },
      });
      await use(folder);
      await rm(folder, { recursive: true, force: true });
    },
    { scope: 'worker' },
  ],
  host: async ({ page, backend, hostFolder }, use) => {
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(String(error)));
    await page.route('**/host/**', async (route) => {
      const path = new URL(route.request().url()).pathname.replace('/host/', '');
      await route.fulfill({
        body: await readFile(join(hostFolder, path)),
        contentType: TYPES[extname(path)] ?? 'application/octet-stream',
        headers: { 'content-security-policy': CONTENT_SECURITY_POLICY },
      });
    });
    await use(new HostPage(page, backend.url));
    expect(faults).toEqual([]);
  },
});
