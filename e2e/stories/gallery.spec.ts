import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from '../rig/fixtures.ts';

const SHELLS = [
  { shell: 'the React component', path: '/gallery/?shell=react' },
  { shell: 'the element', path: '/gallery/?shell=element' },
] as const;

for (const { shell, path } of SHELLS) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test.describe(() => {
      test.use({
        colorScheme,
        viewport: { width: 800, height: 900 },
        contextOptions: { reducedMotion: 'reduce' },
      });

      test(`axe finds nothing in any state of ${shell}, ${colorScheme} @chromium`, async ({
        backend,
        page,
      }) => {
        await page.goto(`${backend.url}${path}`);
        await scenes(page);
        const { violations } = await new AxeBuilder({ page }).analyze();
        const faults = violations.map(
          ({ id, nodes }) => `${id}: ${nodes.map((n) => n.target).join(' ')}`,
        );
        expect(faults).toEqual([]);
      });
    });
  }
}

/** The names of the scenes, once all of them are there with their letters, and the long list with its rows. */
async function scenes(page: Page): Promise<readonly string[]> {
  const frames = page.locator('.scene-frame');
  await expect(frames.last().locator('input').first()).toBeAttached();
  if (await page.locator('#thousand').isVisible()) {
    await expect(page.locator('#thousand [aria-setsize]').first()).toBeVisible();
  }
  await page.evaluate(() => Promise.all(Array.from(document.fonts, (font) => font.load())));
  return frames.evaluateAll((all) => all.map(({ id }) => id));
}
