import { test } from '../rig/fixtures.ts';
import { comparePictures, SHELLS } from '../rig/gallery.ts';

for (const { shell, path } of SHELLS) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test.describe(() => {
      test.use({
        colorScheme,
        viewport: { width: 800, height: 900 },
        contextOptions: { reducedMotion: 'reduce' },
      });

      test(`every state of ${shell} matches its picture, ${colorScheme} @chromium`, async ({
        backend,
        page,
      }) => {
        await page.goto(`${backend.url}${path}`);
        await comparePictures(page, colorScheme);
      });
    });
  }
}
