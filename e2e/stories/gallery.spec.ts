import { findAxeFaults } from '../rig/axe.ts';
import { expect, test } from '../rig/fixtures.ts';
import { comparePictures, SHELLS, scenesOf } from '../rig/gallery.ts';

test.use({ viewport: { width: 800, height: 900 }, contextOptions: { reducedMotion: 'reduce' } });

/** The rules for each scheme. Another scheme changes only colours. */
const AXE_RULES = { light: [], dark: ['color-contrast'] };

for (const { shell, path } of SHELLS) {
  for (const [colorScheme, rules] of Object.entries(AXE_RULES)) {
    test(`axe finds nothing in any state of ${shell}, ${colorScheme} @chromium`, async ({
      backend,
      page,
    }) => {
      await page.emulateMedia({ colorScheme: colorScheme as keyof typeof AXE_RULES });
      await page.goto(`${backend.url}${path}`);
      await scenesOf(page);
      expect(await findAxeFaults(page, rules)).toEqual([]);
    });
  }

  // Each shell is compared in one scheme. `npm run screenshots -- gallery` compares both shells in both schemes.
  const colorScheme = shell === 'the element' ? 'dark' : 'light';
  test(`every state of ${shell} matches its picture, ${colorScheme} @chromium`, async ({
    backend,
    page,
  }) => {
    await page.emulateMedia({ colorScheme });
    await page.goto(`${backend.url}${path}`);
    await comparePictures(page, colorScheme);
  });
}
