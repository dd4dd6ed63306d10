import { AxeBuilder } from '@axe-core/playwright';
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

      test(`axe finds nothing in any state of ${shell}, ${colorScheme} @chromium`, async ({
        backend,
        page,
      }) => {
        await page.goto(`${backend.url}${path}`);
        await scenesOf(page);
        const { violations } = await new AxeBuilder({ page }).analyze();
        const faults = violations.map(
          ({ id, nodes }) => `${id}: ${nodes.map((n) => n.target).join(' ')}`,
        );
        expect(faults).toEqual([]);
      });
    });
  }
}
