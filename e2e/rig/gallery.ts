import { expect, type Page } from '@playwright/test';

/** Both shells of the widget, and where the gallery shows them. */
export const SHELLS = [
  { shell: 'the React component', path: '/gallery/?shell=react' },
  { shell: 'the element', path: '/gallery/?shell=element' },
] as const;

/** The names of the scenes, once all of them are there with their letters, and the long list with its rows. */
export async function scenesOf(page: Page): Promise<readonly string[]> {
  const frames = page.locator('.scene-frame');
  await expect(frames.last().locator('input').first()).toBeAttached();
  // What shows files comes later than the widget.
  await expect(
    frames.locator('.slipway-uploader[data-filled]:not(:has(.slipway-row, .slipway-fold))'),
  ).toHaveCount(0);
  if (await page.locator('#thousand').isVisible()) {
    await expect(page.locator('#thousand [aria-setsize]').first()).toBeVisible();
  }
  if (await page.locator('#unfinished').isVisible()) {
    await expect(page.locator('#unfinished .slipway-row').first()).toBeVisible();
  }
  await page.evaluate(() => Promise.all(Array.from(document.fonts, (font) => font.load())));
  return frames.evaluateAll((all) => all.map(({ id }) => id));
}
