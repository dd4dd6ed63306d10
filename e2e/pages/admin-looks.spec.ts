import { beginSome, keyOf, test } from '../rig/admin-console.ts';
import { expect } from '../rig/fixtures.ts';

const SIZES = {
  wide: { width: 1280, height: 860 },
  narrow: { width: 360, height: 740 },
} as const;

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [size, viewport] of Object.entries(SIZES)) {
    test.describe(`${colorScheme}, ${size}:`, () => {
      test.use({ colorScheme, viewport });

      test('axe finds nothing in any panel, and every panel fits the page', async ({
        console,
        storage,
      }) => {
        await beginSome(storage);
        await storage.put(keyOf('acme', 1, 'notes.txt'), { Body: 'hello' });
        const { page } = console;
        const isFine = async () => expect(await console.findFaults()).toEqual([]);

        await console.open('uploads');
        await expect(console.rows('film.mov')).toContainText('5.24 MB');
        await isFine();
        await console.button(keyOf('acme', 1, 'film.mov')).click();
        await expect(console.dialog).toContainText('in 2 parts');
        await isFine();
        await page.keyboard.press('Escape');

        await console.open('objects');
        await expect(console.rows()).toHaveCount(1);
        await isFine();
        await console.open('live');
        await expect(page.locator('canvas')).toHaveCount(4);
        await page.getByText('Show as table').first().click();
        await isFine();
        await console.open('health');
        await expect(page.getByText(/\d passed\./)).toBeVisible();
        await page.getByText('Show JSON').first().click();
        await isFine();
        await console.open('configuration');
        await expect(page.getByRole('row').first()).toBeAttached();
        await isFine();
      });
    });
  }
}
