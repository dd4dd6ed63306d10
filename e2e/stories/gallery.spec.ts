import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '../rig/fixtures.ts';
import { comparePictures, SHELLS, scenesOf } from '../rig/gallery.ts';

test.use({ viewport: { width: 800, height: 900 }, contextOptions: { reducedMotion: 'reduce' } });

for (const { shell, path } of SHELLS) {
  test(`axe finds nothing in any state of ${shell}, light and dark @chromium`, async ({
    backend,
    page,
  }) => {
    await page.goto(`${backend.url}${path}`);
    await scenesOf(page);
    const faults: string[] = [];
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const axe = new AxeBuilder({ page });
      // Another scheme changes only colours.
      if (colorScheme === 'dark') axe.withRules('color-contrast');
      const { violations } = await axe.analyze();
      for (const { id, nodes } of violations) {
        faults.push(`${colorScheme}, ${id}: ${nodes.map(({ target }) => target).join(' ')}`);
      }
    }
    expect(faults).toEqual([]);
  });

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
