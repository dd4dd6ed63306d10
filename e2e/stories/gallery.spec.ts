import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '../rig/fixtures.ts';
import { SHELLS, scenesOf } from '../rig/gallery.ts';

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
      // Another scheme changes colours, and nothing else.
      if (colorScheme === 'dark') axe.withRules('color-contrast');
      const { violations } = await axe.analyze();
      for (const { id, nodes } of violations) {
        faults.push(`${colorScheme}, ${id}: ${nodes.map(({ target }) => target).join(' ')}`);
      }
    }
    expect(faults).toEqual([]);
  });
}
