import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test as base, expect, type Page } from '@playwright/test';
import { build } from 'vite';

const require = createRequire(import.meta.url);
const packages = fileURLToPath(new URL('../../packages', import.meta.url));
const hosts = fileURLToPath(new URL('../host-page/hosts', import.meta.url));

const ORIGIN = 'http://host.test/';

/** In the stylesheets of Tailwind's packages, a value of the theme with its default. The build of a page replaces it. */
const THEME_VALUE = /(?:--)?theme\(\s*(?:'[^']*'|--[\w-]+),([^()]*)\)/g;

const read = (path: string) => readFile(path, 'utf8');
const withDefaults = async (path: string) =>
  (await read(require.resolve(path))).replace(THEME_VALUE, '$1');

const TAILWIND_4_LAYERS = '@layer theme, base, components, utilities;';
const tailwind4 = async () =>
  `@layer base { ${await withDefaults('tailwindcss-4/preflight.css')} }`;

/** Stylesheets of pages, and the widget's own. */
const SHEETS = {
  bootstrap: () => read(require.resolve('bootstrap/dist/css/bootstrap.css')),
  normalize: () => read(require.resolve('normalize.css')),
  'tailwind-3': () => withDefaults('tailwindcss-3/src/css/preflight.css'),
  'tailwind-4': async () => `${TAILWIND_4_LAYERS} ${await tailwind4()}`,
  'tailwind-4-with-slipway': async () =>
    `@layer theme, base, slipway, components, utilities; ${await tailwind4()}`,
  wordpress: () => read(join(hosts, 'wordpress.css')),
  hostile: () => read(join(hosts, 'hostile.css')),
  layered: () => read(join(packages, 'react/styles.css')),
  unlayered: () => read(join(packages, 'react/styles-unlayered.css')),
} satisfies Record<string, () => Promise<string>>;

export type SheetName = keyof typeof SHEETS;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
};

/** An element of the widget, with its box and those of its computed styles that a page's rules may change. */
export type MeasuredElement = Readonly<Record<string, string>>;

/** A page with foreign stylesheets and the widget in several states. */
export class WidgetHost {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Opens the page with these stylesheets, in this order. */
  async open(shell: 'react' | 'shadow' | 'element', sheets: readonly SheetName[]): Promise<void> {
    // Rows do not move as they appear.
    await this.page.emulateMedia({ reducedMotion: 'reduce' });
    await this.page.goto(`${ORIGIN}widget.html?shell=${shell}&sheets=${sheets.join()}`);
    await expect(this.page.locator('#button .slipway-fold')).toBeAttached();
    await expect(this.page.locator('#states .slipway-row')).toHaveCount(11);
    await expect(this.page.locator('#unfinished [data-detail="fraction"]')).toHaveCount(2);
    await expect(this.page.locator('#stored .slipway-row')).toHaveCount(3);
  }

  /** All elements of all widgets, in the order of the document. */
  async measure(): Promise<readonly MeasuredElement[]> {
    let found = await this.page.evaluate(measureAll);
    // Until nothing moves.
    for (let before = ''; before !== JSON.stringify(found); ) {
      before = JSON.stringify(found);
      found = await this.page.evaluate(measureAll);
    }
    return found;
  }
}

/** More lines would not say more. */
const MOST = 20;

/** How an element differs from the same element elsewhere, one line for each value. */
export function findChanges(
  before: readonly MeasuredElement[],
  after: readonly MeasuredElement[],
): readonly string[] {
  const names = (all: readonly MeasuredElement[]) => all.map(({ name }) => name).join('\n');
  expect(names(after)).toBe(names(before));
  const changes = before.flatMap((element, i) =>
    Object.entries(element).flatMap(([property, value]) => {
      const now = after[i]?.[property];
      return now === value ? [] : [`${element.name}: ${property} was ${value}, is ${now}`];
    }),
  );
  return changes.slice(0, MOST);
}

/** Runs in the page. */
function measureAll(): readonly MeasuredElement[] {
  const sides = ['top', 'right', 'bottom', 'left'];
  const properties = [
    ...sides.flatMap((side) => [
      `padding-${side}`,
      `margin-${side}`,
      `border-${side}-width`,
      `border-${side}-style`,
      `border-${side}-color`,
    ]),
    ...'display position float box-sizing overflow-x overflow-y opacity visibility z-index'.split(
      ' ',
    ),
    ...'flex-grow flex-shrink flex-basis order align-items justify-content gap'.split(' '),
    ...'color background-color background-image box-shadow outline-style transform'.split(' '),
    ...'border-top-left-radius fill stroke stroke-width list-style-type cursor clip-path'.split(
      ' ',
    ),
    ...'font-size font-weight font-style letter-spacing word-spacing'.split(' '),
    ...'text-align text-indent text-transform text-shadow text-decoration-line'.split(' '),
    ...'white-space-collapse text-wrap-mode max-width min-width'.split(' '),
  ];
  const shape = ['fill', 'stroke', 'stroke-width', 'opacity', 'transform'];
  const generated = ['content', 'display', 'position', 'opacity', 'float'];
  /** Half pixels, because the same widget may start at another fraction of a pixel. */
  const perPixel = 2;
  const rounded = (pixels: number) => String(Math.round(pixels * perPixel) / perPixel);
  /** An edge without a width has no look. */
  const look = /^(border-.*)-(?:style|color)$/;
  const styleOf = (element: Element, names: readonly string[], pseudo = '') => {
    const style = getComputedStyle(element, pseudo);
    const drawn = names
      .slice(0, style.content === 'none' && pseudo ? 1 : undefined)
      .filter(
        (name) =>
          style.getPropertyValue(name.replace(look, '$1-width')) !== '0px' || !look.test(name),
      );
    return Object.fromEntries(
      drawn.map((name) => [`${pseudo} ${name}`.trim(), style.getPropertyValue(name)]),
    );
  };
  const found: MeasuredElement[] = [];
  for (const { id, firstElementChild, children } of document.querySelectorAll('#content > div')) {
    const root = firstElementChild?.shadowRoot ?? children[0]?.parentElement;
    const widget = root?.querySelector('.slipway-uploader');
    if (!widget) throw new Error(`${id} has no widget.`);
    const origin = widget.getBoundingClientRect();
    for (const element of [widget, ...widget.querySelectorAll('*')]) {
      const name = `${id} ${element.localName}.${element.getAttribute('class')}`;
      // Hidden on screen, or clipped to nothing.
      if (!element.checkVisibility() || element.closest('.slipway-input, .slipway-live')) {
        found.push({ name });
        continue;
      }
      const box = element.getBoundingClientRect();
      found.push({
        name,
        x: rounded(box.x - origin.x),
        y: rounded(box.y - origin.y),
        width: rounded(box.width),
        height: rounded(box.height),
        ...(element.localName === 'path'
          ? styleOf(element, shape)
          : {
              ...styleOf(element, properties),
              ...styleOf(element, generated, '::before'),
              ...styleOf(element, generated, '::after'),
            }),
      });
    }
  }
  return found;
}

export const test = base.extend<{ host: WidgetHost }, { widgetHostFolder: string }>({
  widgetHostFolder: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from the pattern.
    async ({}, use) => {
      const folder = await mkdtemp(join(tmpdir(), 'slipway-widget-host-'));
      await build({
        configFile: false,
        logLevel: 'warn',
        root: fileURLToPath(new URL('../host-page', import.meta.url)),
        base: './',
        resolve: { conditions: ['@slipway/source', 'module', 'browser', 'production'] },
        build: {
          outDir: folder,
          emptyOutDir: true,
          target: 'es2022',
          modulePreload: false,
          rolldownOptions: {
            input: fileURLToPath(new URL('../host-page/widget.html', import.meta.url)),
          },
        },
      });
      await use(folder);
      await rm(folder, { recursive: true, force: true });
    },
    { scope: 'worker' },
  ],
  host: async ({ page, widgetHostFolder }, use) => {
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(String(error)));
    await page.route(`${ORIGIN}**`, async (route) => {
      const path = decodeURIComponent(new URL(route.request().url()).pathname).slice(1);
      const sheet = /^sheets\/(.+)\.css$/.exec(path)?.[1];
      const body = sheet
        ? await SHEETS[sheet as SheetName]()
        : await read(
            path.startsWith('element/')
              ? join(packages, 'element/dist', path.slice('element/'.length))
              : join(widgetHostFolder, path),
          );
      await route.fulfill({ body, contentType: TYPES[extname(path)] ?? 'text/plain' });
    });
    await use(new WidgetHost(page));
    expect(faults).toEqual([]);
  },
});
