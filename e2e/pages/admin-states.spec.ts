import { type AdminConsole, beginSome, keyOf, PANELS, test } from '../rig/admin-console.ts';
import { expect } from '../rig/fixtures.ts';

const LOOKS = [
  { look: 'light, wide', colorScheme: 'light', viewport: { width: 1280, height: 860 }, dir: 'ltr' },
  {
    look: 'dark, narrow, right to left',
    colorScheme: 'dark',
    viewport: { width: 360, height: 740 },
    dir: 'rtl',
  },
] as const;

/** The requests of the panels to the backend. */
const ADMIN_ROUTES = /\/api\/admin\/|\/metrics$/;

/** Opens the console at a different panel. */
async function openOther(console: AdminConsole, panel: string): Promise<void> {
  await console.visit();
  await console.open(panel === 'objects' ? 'configuration' : 'objects');
}

for (const { look, colorScheme, viewport, dir } of LOOKS) {
  test.describe(`${look}:`, () => {
    test.use({ colorScheme, viewport });
    test.beforeEach(async ({ page }) => {
      await page.addInitScript((wanted) => {
        document.addEventListener('DOMContentLoaded', () => {
          document.documentElement.dir = wanted;
        });
      }, dir);
    });

    test('a panel says that its backend is unreachable, offers a retry, and then works', async ({
      console,
      storage,
    }) => {
      await beginSome(storage);
      const { page } = console;
      for (const panel of PANELS) {
        await openOther(console, panel);
        await page.route(ADMIN_ROUTES, (route) => route.abort());
        await console.open(panel);
        await expect(page.getByRole('alert').first()).toContainText("Can't reach the backend.");
        await expect(page.getByRole('table', { name: /^Unfinished|^Finished/ })).toHaveCount(0);
        await expect(page.locator('.slipway-foot:visible')).toHaveCount(0);
        expect(await console.findFaults()).toEqual([]);

        await page.unroute(ADMIN_ROUTES);
        await console.button('Try again').click();
        await expect(page.getByRole('alert')).toHaveCount(0);
      }
    });

    test('a panel that the backend refuses says who may see it', async ({ console }) => {
      const { page } = console;
      const error = { code: 'forbidden', message: 'Only admins of this site may do this.' };
      for (const panel of PANELS) {
        await openOther(console, panel);
        await page.route(ADMIN_ROUTES, (route) => route.fulfill({ status: 403, json: { error } }));
        await console.open(panel);
        await expect(page.getByRole('alert').first()).toContainText(/admin/);
        expect(await console.findFaults()).toEqual([]);
        await page.unroute(ADMIN_ROUTES);
      }
    });

    test('a panel says that the bucket is empty', async ({ console }) => {
      const { page } = console;
      await console.open('uploads');
      await expect(page.getByText('No unfinished uploads.')).toBeVisible();
      expect(await console.findFaults()).toEqual([]);
      await console.open('objects');
      await expect(page.getByText('No objects yet.')).toBeVisible();
      expect(await console.findFaults()).toEqual([]);
      await console.open('live');
      await expect(page.getByText('0 uploads unfinished')).toBeVisible();
      expect(await console.findFaults()).toEqual([]);
    });

    test('a panel names the bucket that refuses the listing', async ({ console, storage }) => {
      storage.faults.add({
        operation: 'ListMultipartUploads',
        times: Number.POSITIVE_INFINITY,
        fault: { kind: 'answer', status: 403, code: 'AccessDenied' },
      });
      await console.open('uploads');
      await expect(console.page.getByRole('alert')).toContainText('The storage refused');
      expect(await console.findFaults()).toEqual([]);
    });

    test('panels speak English on a page in any language and direction', async ({
      console,
      storage,
    }) => {
      await beginSome(storage);
      const key = keyOf('acme', 1, 'notes.txt');
      await storage.put(key, { Body: 'hello' });
      const { page } = console;
      await console.open('uploads');
      await expect(console.rows('film.mov')).toContainText('5.24 MB');
      // Otherwise “5.24 MB” would be read from its end.
      await expect(page.getByRole('region', { name: 'Unfinished uploads' })).toHaveAttribute(
        'lang',
        'en',
      );
      await expect(console.rows('film.mov').getByText('5.24 MB')).toHaveCSS('direction', 'ltr');
      expect(await console.findFaults()).toEqual([]);
      await console.button(keyOf('acme', 1, 'film.mov')).click();
      await expect(console.dialog).toContainText('in 2 parts');
      expect(await console.findFaults()).toEqual([]);
      await page.keyboard.press('Escape');
      for (const panel of PANELS.slice(1)) {
        await console.open(panel);
        await expect(page.getByRole('alert')).toHaveCount(0);
        expect(await console.findFaults()).toEqual([]);
      }
    });
  });
}

test('a console whose backend is unreachable says so and does not ask for a token', async ({
  console,
}) => {
  const { page } = console;
  await page.route(ADMIN_ROUTES, (route) => route.abort());
  await console.visit();
  await expect(page.getByRole('alert')).toContainText("Can't reach the backend.");
  await expect(page.getByLabel(/^Admin token/)).toHaveCount(0);
  expect(await console.findFaults()).toEqual([]);
  await page.unroute(ADMIN_ROUTES);
  await console.button('Try again').click();
  await expect(page.getByText('No unfinished uploads.')).toBeVisible();
});
