import type { Locator, Page } from '@playwright/test';
import { beginSome, test as consoleTest, keyOf } from '../rig/admin-console.ts';
import { expect, PAGES, test } from '../rig/fixtures.ts';
import { SHELLS, scenesOf } from '../rig/gallery.ts';
import { holdPartsFrom } from '../rig/hold-parts.ts';
import { type Box, type Pair, Picture } from '../rig/picture.ts';
import { faintOf, readPage } from '../rig/texts.ts';
import { tabTo } from './by-keys.ts';

const MiB = 1024 ** 2;
/** WCAG's level AA for elements other than text. */
const VISIBLE = 3;
const FORCED = { forcedColors: 'active', reducedMotion: 'reduce' } as const;

// Few pixels, because the test examines each one.
test.use({ viewport: { width: 560, height: 700 } });
consoleTest.use({ viewport: { width: 800, height: 700 } });

for (const { shell, path } of SHELLS) {
  // Both shells share one stylesheet, so one scheme for each is enough.
  const colorScheme = shell === 'the element' ? 'dark' : 'light';
  test(`every text of ${shell} can be read in forced colours, ${colorScheme} @chromium`, async ({
    backend,
    page,
  }) => {
    await page.emulateMedia({ ...FORCED, colorScheme });
    await page.goto(`${backend.url}${path}`);
    await scenesOf(page);
    await page.evaluate(paintRowsOffScreen);
    const { texts } = await readPage(page);
    expect(texts.length).toBeGreaterThan(700);
    expect(faintOf(texts)).toEqual([]);
  });
}

for (const { shell, pagePath } of PAGES) {
  const colorScheme = shell === 'the element' ? 'dark' : 'light';
  test.describe(() => {
    test.use({ pagePath, colorScheme, backendOptions: { SLIPWAY_PART_SIZE: '5MiB' } });

    test(`buttons, focus, progress and parts of ${shell} show in forced colours, ${colorScheme} @chromium`, async ({
      page,
      widget,
      files,
      storage,
    }) => {
      await page.emulateMedia(FORCED);
      // The page's own colours must not make the button unreadable.
      await page.evaluate(() => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync('.slipway-browse, ::part(browse) { background: none; color: Canvas; }');
        document.adoptedStyleSheets.push(sheet);
      });
      const browse = page.locator('.slipway-browse');
      let picture = await Picture.take(page);
      expect(await picture.contrastBetween(browse, along(4, -6)), 'its fill').toBeGreaterThan(
        VISIBLE,
      );
      expect(await picture.contrastBetween(browse, along(-3, -8)), 'no ring').toBe(1);
      await tabTo(page, page.getByRole('button', { name: 'Browse files', exact: true }));
      picture = await Picture.take(page);
      expect(await picture.contrastBetween(browse, along(-3, -8)), 'ring').toBeGreaterThan(VISIBLE);

      holdPartsFrom(storage, 2);
      const film = await files.make('film.bin', 60 * MiB);
      await widget.pick(film);
      const row = widget.row(film);
      await row.getByRole('button', { expanded: false }).click();
      const part = (state: string) => row.locator(`.slipway-part[data-part="${state}"]`).first();
      await expect(part('there')).toBeVisible();
      await expect(part('on-the-wire')).toBeVisible();
      await expect(part('waiting')).toBeVisible();
      await page.mouse.move(0, 0);
      picture = await Picture.take(page);
      const bar = row.getByRole('progressbar');
      const stripes = () =>
        picture.contrastIn(bar, ({ height }) => ({ x: 5, y: height / 2, width: 12, height: 1 }));
      expect(await stripes(), 'stripes in a bar that moves').toBe(1);
      expect(
        await picture.contrastBetween(bar, ({ width, height }) => [
          { x: 3, y: height / 2 },
          { x: width - 3, y: height / 2 },
        ]),
        'what is there of the file',
      ).toBeGreaterThan(VISIBLE);
      // Compares each cell with the gap above it. A stored part is full, a part in flight is half full.
      const fills = async (state: string) => ({
        upper: (await picture.contrastBetween(part(state), down(2, -4))) > VISIBLE,
        lower: (await picture.contrastBetween(part(state), down(9, -4))) > VISIBLE,
      });
      expect(await fills('there')).toEqual({ upper: true, lower: true });
      expect(await fills('on-the-wire')).toEqual({ upper: false, lower: true });
      expect(await fills('waiting')).toEqual({ upper: false, lower: false });

      await widget.button('Pause', film).click();
      await widget.reaches(film, 'Paused');
      picture = await Picture.take(page);
      expect(await stripes(), 'stripes in a bar that is paused').toBeGreaterThan(VISIBLE);
    });
  });
}

consoleTest(
  'tabs, order, choice and focus of the console show in forced colours @chromium',
  async ({ console, storage }) => {
    const { page } = console;
    await page.emulateMedia(FORCED);
    await beginSome(storage);
    await console.open('uploads');
    await expect(console.rows('film.mov')).toContainText('5.24 MB');
    await page.getByLabel(/^Select .*film\.mov$/).check();
    await inBothSchemes(page, async (picture) => {
      const tab = (name: string) => page.getByRole('link', { name, exact: true });
      expect(await picture.contrastBetween(tab('Unfinished'), lineBelow)).toBeGreaterThan(VISIBLE);
      expect(await picture.contrastBetween(tab('Live'), lineBelow), 'another tab').toBe(1);
      const mark = page.locator('.slipway-sort-mark:visible');
      expect(await picture.contrastBetween(mark, cornerAndMiddle), 'arrow').toBeGreaterThan(
        VISIBLE,
      );
      const edge = (name: string) => picture.contrastBetween(console.rows(name), along(1, 6));
      expect(await edge('film.mov')).toBeGreaterThan(VISIBLE);
      expect(await edge('plan.pdf'), 'a row that is not chosen').toBe(1);
    });

    await console.button('Abort 1 upload…').click();
    await expect(console.dialog).toContainText('5.24 MB in 2 parts will be permanently deleted');
    await tabTo(page, console.button('Abort'));
    await inBothSchemes(page, async (picture) => {
      const ring = (name: string) => picture.contrastBetween(console.button(name), along(-2, -6));
      expect(await ring('Abort')).toBeGreaterThan(VISIBLE);
      expect(await ring('Cancel'), 'a button without focus').toBe(1);
    });
  },
);

consoleTest(
  'figures and findings of the console show in forced colours @chromium',
  async ({ console }) => {
    const { page } = console;
    await page.emulateMedia(FORCED);
    await console.open('live');
    await expect(page.locator('canvas')).toHaveCount(4);
    await inBothSchemes(page, async (picture) => {
      const figure = page.locator('.slipway-totals-row > div').nth(1);
      expect(await picture.contrastBetween(figure, along(-1, 4)), 'edge').toBeGreaterThan(VISIBLE);
      const legend = (series: 1 | 2) => page.locator(`[data-series="${series}"]`).first();
      const first = await picture.contrastIn(legend(1), middleOfLine);
      expect(first, 'a line').toBeGreaterThan(VISIBLE);
      expect(await picture.contrastIn(legend(2), middleOfLine), 'a dashed line').toBe(1);
    });

    await console.open('health');
    await expect(page.getByText(/\d passed\./)).toBeVisible();
    await page.getByText('Show JSON').first().click();
    await inBothSchemes(page, async (picture) => {
      const edge = (of: Locator) => picture.contrastBetween(of, along(0, -4));
      expect(await edge(page.locator('.slipway-verdict')), 'verdict').toBeGreaterThan(VISIBLE);
      expect(await edge(page.locator('pre:visible')), 'code').toBeGreaterThan(VISIBLE);
      const fill = (name: string) =>
        picture.contrastBetween(console.button(name).first(), along(4, -4));
      expect(await fill('Fix…'), 'main button').toBeGreaterThan(VISIBLE);
      expect(await fill('Copy JSON'), 'other button').toBe(1);
    });
  },
);

consoleTest(
  'objects, settings and failures of the console show in forced colours @chromium',
  async ({ console, storage }) => {
    const { page } = console;
    await page.emulateMedia(FORCED);
    await storage.put(keyOf('acme', 1, 'notes.txt'), { Body: 'hello' });
    await console.open('objects');
    await expect(console.rows('notes.txt')).toBeVisible();
    await inBothSchemes(page);

    await console.open('configuration');
    await page.getByLabel('Changed settings only').check();
    await expect(page.getByText('S3_BUCKET', { exact: true })).toBeVisible();
    await inBothSchemes(page);

    await page.route(/\/api\/admin\//, (route) => route.abort());
    await console.open('objects');
    const problem = page.getByRole('alert');
    await expect(problem).toBeVisible();
    await inBothSchemes(page, async (picture) => {
      expect(await picture.contrastBetween(problem, along(0, -4))).toBeGreaterThan(VISIBLE);
    });
  },
);

test('every text of the other pages can be read in forced colours @chromium', async ({
  page,
  backend,
}) => {
  await page.emulateMedia(FORCED);
  for (const path of ['/', '/upload', '/drop-in']) {
    await page.goto(`${backend.url}${path}`);
    await expect(page.getByText('Any type of file').first()).toBeVisible();
    if (path === '/upload') await expect(page.getByText('No files yet.')).toBeVisible();
    await inBothSchemes(page);
  }
});

/** Reads the texts in each scheme. The caller can check more in the picture. */
async function inBothSchemes(
  page: Page,
  look?: (picture: Picture) => Promise<void>,
): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const { picture, texts } = await readPage(page);
    expect(texts.length).toBeGreaterThan(3);
    expect(faintOf(texts), `${colorScheme} ${page.url()}`).toEqual([]);
    await look?.(picture);
  }
}

/** Runs in the page. Otherwise the browser paints a row only when it is on the screen. */
function paintRowsOffScreen(): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('.slipway-row { content-visibility: visible; }');
  document.adoptedStyleSheets.push(sheet);
  for (const { shadowRoot } of document.querySelectorAll('slipway-upload')) {
    shadowRoot?.adoptedStyleSheets.push(sheet);
  }
}

/** Two points at half the height. */
function along(from: number, to: number): (box: Box) => Pair {
  return ({ height }) => [
    { x: from, y: height / 2 },
    { x: to, y: height / 2 },
  ];
}

/** Two points at half the width. */
function down(from: number, to: number): (box: Box) => Pair {
  return ({ width }) => [
    { x: width / 2, y: from },
    { x: width / 2, y: to },
  ];
}

/** The line that marks a tab, and the tab above it. */
function lineBelow({ width, height }: Box): Pair {
  return [
    { x: width / 2, y: height - 1 },
    { x: width / 2, y: height - 6 },
  ];
}

/** A point next to the tip of a small arrow, and a point inside the arrow. */
function cornerAndMiddle(): Pair {
  return [
    { x: 1, y: 1 },
    { x: 4, y: 3 },
  ];
}

/** The middle of the line in a chart's legend. For a dashed line it is a gap. */
function middleOfLine({ height }: Box): Box {
  return { x: 8, y: 0, width: 2, height };
}
