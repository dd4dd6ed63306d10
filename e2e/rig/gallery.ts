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
  const bare = '.slipway-uploader[data-filled]:not(:has(.slipway-row, .slipway-fold))';
  await expect(frames.locator(bare)).toHaveCount(0);
  await expect(page.locator('#thousand [aria-setsize]').first()).toBeVisible();
  await expect(page.locator('#unfinished .slipway-row').first()).toBeVisible();
  const folded = page.locator('#button-unfolded').getByRole('button', { expanded: false }).first();
  await folded.dispatchEvent('click'); // Whatever still grows above it: a pointer would miss it then.
  await expect(page.locator('#button-unfolded .slipway-row').last()).toBeVisible();
  await page.mouse.move(0, 0); // Or something else would be hovered in a picture.
  await page.evaluate(() => Promise.all(Array.from(document.fonts, (font) => font.load())));
  return frames.evaluateAll((all) => all.map(({ id }) => id));
}

/**
 * Compares each scene with its picture. One set of pictures serves both shells: they are the same widget.
 *
 * @param colorScheme the scheme that the page is in
 */
export async function comparePictures(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  const scenes = await scenesOf(page);
  // The long list first: its rows are measured, which cannot be done while it is hidden.
  for (const scene of new Set(['thousand', ...scenes])) {
    // Alone on the page, so that it begins at a whole pixel.
    await page.evaluate((shown) => {
      for (const section of document.querySelectorAll<HTMLElement>('.scene')) {
        section.hidden = section.querySelector('.scene-frame')?.id !== shown;
      }
    }, scene);
    const picture = page.locator(`#${scene}`);
    await expect.soft(picture).toHaveScreenshot(`${scene}-${colorScheme}.png`);
  }
}
