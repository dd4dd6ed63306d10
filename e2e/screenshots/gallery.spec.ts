import { expect, test } from '../rig/fixtures.ts';
import { SHELLS, scenesOf } from '../rig/gallery.ts';

for (const { shell, path } of SHELLS) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test.describe(() => {
      test.use({
        colorScheme,
        viewport: { width: 800, height: 900 },
        contextOptions: { reducedMotion: 'reduce' },
      });

      test(`every state of ${shell} looks as it did, ${colorScheme} @chromium`, async ({
        backend,
        page,
      }) => {
        await page.goto(`${backend.url}${path}`);
        for (const scene of await scenesOf(page)) {
          // Alone on its page, so that it begins at a whole pixel.
          await page.goto(`${backend.url}${path}&scene=${scene}`);
          await scenesOf(page);
          // One set of pictures for both shells: they are the same widget.
          const name = `${scene}-${colorScheme}.png`;
          await expect.soft(page.locator(`#${scene}`)).toHaveScreenshot(name);
        }
      });
    });
  }
}
