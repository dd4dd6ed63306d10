import { expect, type Page } from '@playwright/test';

/** Both shells of the widget, and their places in the gallery. */
export const SHELLS = [
  { shell: 'the React component', path: '/gallery/?shell=react' },
  { shell: 'the element', path: '/gallery/?shell=element' },
] as const;

/** Returns the names of the scenes when all scenes, their fonts and the rows of the long list have loaded. */
export async function scenesOf(page: Page): Promise<readonly string[]> {
  const frames = page.locator('.scene-frame');
  await expect(frames.last().locator('input').first()).toBeAttached();
  // The list of files loads after the widget.
  const bare = '.slipway-uploader[data-filled]:not(:has(.slipway-row, .slipway-fold))';
  await expect(frames.locator(bare)).toHaveCount(0);
  await expect(page.locator('#thousand [aria-setsize]').first()).toBeVisible();
  await expect(page.locator('#unfinished .slipway-row').first()).toBeVisible();
  const folded = page.locator('#button-unfolded').getByRole('button', { expanded: false }).first();
  await folded.dispatchEvent('click'); // The page above it may still grow, so a real pointer would miss it.
  await expect(page.locator('#button-unfolded .slipway-row').last()).toBeVisible();
  await page.mouse.move(0, 0); // Otherwise the pointer would hover something in a picture.
  await page.evaluate(() => Promise.all(Array.from(document.fonts, (font) => font.load())));
  return frames.evaluateAll((all) => all.map(({ id }) => id));
}

/** Compares each scene with its picture. Both shells share one set of pictures, because they are the same widget. */
export async function comparePictures(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  const scenes = await scenesOf(page);
  // The long list comes first: the widget measures its rows, which is impossible while it is hidden.
  for (const scene of new Set(['thousand', ...scenes])) {
    // Alone on the page, so that it starts at a whole pixel.
    await page.evaluate((shown) => {
      for (const section of document.querySelectorAll<HTMLElement>('.scene')) {
        section.hidden = section.querySelector('.scene-frame')?.id !== shown;
      }
    }, scene);
    const picture = page.locator(`#${scene}`);
    await expect.soft(picture).toHaveScreenshot(`${scene}-${colorScheme}.png`);
  }
}
