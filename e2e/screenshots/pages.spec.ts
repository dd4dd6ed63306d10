import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { beginSome, keyOf, test } from '../rig/admin-console.ts';
import { expect } from '../rig/fixtures.ts';

const picture = (name: string) =>
  fileURLToPath(new URL(`../../docs/pages/${name}.png`, import.meta.url));

const LOOKS = [
  { look: 'light', colorScheme: 'light', viewport: { width: 1200, height: 800 } },
  { look: 'dark-narrow', colorScheme: 'dark', viewport: { width: 390, height: 780 } },
] as const;

for (const { look, colorScheme, viewport } of LOOKS) {
  test.describe(() => {
    test.use({ colorScheme, viewport });

    test(`the pages, ${look}`, async ({ console, storage, backend, page }) => {
      const take = (name: string, of: Page = page) =>
        of.screenshot({ path: picture(`${name}-${look}`) });
      await page.goto(backend.url);
      await page.getByRole('button', { name: /sample file$/ }).click();
      await expect(page.getByText('1 file uploaded').first()).toBeVisible();
      const png = await take('home');

      await page.goto(`${backend.url}/upload`);
      const files = page.locator('input[type=file]').first();
      const buffer = Buffer.from('Minutes of the harbour board.');
      await files.setInputFiles([
        { name: 'harbour at dawn.png', mimeType: 'image/png', buffer: png },
        { name: 'minutes.txt', mimeType: 'text/plain', buffer },
      ]);
      await expect(page.getByText('2 files uploaded').first()).toBeVisible();
      await expect(page.getByRole('link', { name: 'Download minutes.txt' })).toBeVisible();
      await take('upload');

      await page.goto(`${backend.url}/drop-in`);
      await page.getByLabel('Your name').fill('Ada Lovelace');
      await page.getByLabel('Email').fill('ada@example.org');
      await files.setInputFiles({ name: 'minutes.txt', mimeType: 'text/plain', buffer });
      await expect(page.getByText('Your files are uploaded.')).toBeVisible();
      await page.getByRole('button', { name: 'Send request' }).click();
      await expect(page.getByText('What the server received')).toBeVisible();
      await take('drop-in');

      await beginSome(storage);
      for (let i = 10; i < 40; i += 1) {
        await storage.begin(keyOf(['acme', 'globex', 'initech'][i % 3] ?? '', i, `reel ${i}.mov`));
      }
      await console.open('uploads');
      await expect(console.rows('film.mov')).toContainText('5.24 MB');
      await take('admin-uploads');
      await page.getByLabel(/^Select .*film\.mov$/).check();
      await console.button('Abort 1 upload…').click();
      await expect(console.dialog).toContainText('will be permanently deleted');
      await take('admin-abort');
      await console.button('Cancel').click();
      await console.open('objects');
      await expect(console.rows('minutes.txt').first()).toBeVisible();
      await take('admin-objects');
      await console.open('live');
      await expect(page.locator('canvas')).toHaveCount(4);
      await page.getByText('Show as table').first().click();
      await expect(page.getByRole('figure').first().locator('tbody tr')).not.toHaveCount(0);
      await page.getByText('Show as table').first().click();
      await take('admin-live');
      await console.open('health');
      await expect(page.getByText(/\d passed\./)).toBeVisible();
      await take('admin-health');
      await console.open('configuration');
      await expect(page.getByText('S3_BUCKET', { exact: true })).toBeVisible();
      await take('admin-configuration');
    });
  });
}
