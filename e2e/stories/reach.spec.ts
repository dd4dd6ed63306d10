import { devices, type Locator } from '@playwright/test';
import { expect, test } from '../rig/fixtures.ts';
import { SHELLS, scenesOf } from '../rig/gallery.ts';

const { isMobile, hasTouch } = devices['Pixel 7'];

test.use({
  isMobile,
  hasTouch,
  // WCAG's reflow: 1280 pixels at 400 %.
  viewport: { width: 320, height: 640 },
  contextOptions: { reducedMotion: 'reduce' },
});

for (const { shell, path } of SHELLS) {
  test(`${shell} suits fingers, large letters, reduced motion and forced colours @chromium`, async ({
    backend,
    page,
  }) => {
    await page.goto(`${backend.url}${path}`);
    await scenesOf(page);
    const frames = page.locator('.scene-frame');

    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width, 'the page does not scroll sideways').toBe(320);

    const commands = frames.locator(
      '.slipway-button, .slipway-icon-button, .slipway-browse, .slipway-fold',
    );
    expect(await smallestOf(commands), 'the smallest button').toBeGreaterThanOrEqual(44);
    const switches = frames.locator('button.slipway-percent');
    expect(
      await smallestOf(switches),
      'the smallest button that unfolds parts',
    ).toBeGreaterThanOrEqual(24);

    const moving = await frames
      .locator('.slipway-row, .slipway-progress, .slipway-icon, .slipway-browse')
      .evaluateAll(
        (all) =>
          all.filter((element) => {
            const { animationName, transitionDuration } = getComputedStyle(element);
            return animationName !== 'none' || Number.parseFloat(transitionDuration) > 0;
          }).length,
      );
    expect(moving, 'elements that move despite reduced motion').toBe(0);

    await page.emulateMedia({ forcedColors: 'active' });
    const outlined = frames.locator('.slipway-button, .slipway-icon-button, .slipway-progress');
    const edges = await outlined.evaluateAll((all) =>
      all.map((element) => getComputedStyle(element).borderTopStyle),
    );
    expect(edges.length).toBeGreaterThan(50);
    expect(new Set(edges), 'borders with forced colours').toEqual(new Set(['solid']));
  });
}

/** The shorter side of the smallest control, in pixels. */
async function smallestOf(targets: Locator): Promise<number> {
  return targets.evaluateAll((all) =>
    Math.min(
      ...all.map((target) => {
        const { width, height } = target.getBoundingClientRect();
        return Math.min(width, height);
      }),
    ),
  );
}
