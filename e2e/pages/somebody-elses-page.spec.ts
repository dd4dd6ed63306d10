import { beginSome, keyOf } from '../rig/admin-console.ts';
import { findAxeFaults } from '../rig/axe.ts';
import { expect } from '../rig/fixtures.ts';
import { findDifferences, type HostPage, type PanelName, test } from '../rig/host-page.ts';

/** Panels, and a text that each shows when it is ready. */
const READY = {
  UnfinishedUploads: '5.24 MB',
  FinishedObjects: 'notes.txt',
  LiveFigures: '5.24 MB stored',
  UndeliveredWebhooks: 'This backend sends no webhooks.',
  BucketHealth: /\d passed\./,
  Configuration: 'S3_BUCKET',
} as const satisfies Record<PanelName, string | RegExp>;
const PANELS = Object.keys(READY) as readonly PanelName[];

async function show(host: HostPage, name: PanelName, where: 'page' | 'shadow root') {
  await host.mount(name, where);
  await expect(host.page.getByText(READY[name]).first()).toBeAttached();
  await expect(host.page.locator('.slipway-waiting')).toHaveCount(0);
}

test.beforeEach(async ({ storage }) => {
  await beginSome(storage);
  await storage.put(keyOf('acme', 1, 'notes.txt'), { Body: 'hello' });
});

test('a panel does not change the page around it', async ({ host }) => {
  for (const where of ['page', 'shadow root'] as const) {
    for (const name of PANELS) {
      await host.open({ rules: 'resets' });
      const before = await host.ownStyles();
      await show(host, name, where);
      expect(findDifferences(before, await host.ownStyles())).toEqual([]);
      expect(await host.violations()).toEqual([]);
    }
  }
});

test('a panel in a shadow root looks the same on every page', async ({ host }) => {
  for (const name of PANELS) {
    await host.open();
    await show(host, name, 'page');
    const calm = await host.panelStyles();
    await host.open({ rules: 'hostile' });
    await show(host, name, 'shadow root');
    expect(findDifferences(calm, await host.panelStyles())).toEqual([]);
  }
});

for (const [look, options] of [
  ['with resets', { rules: 'resets' }],
  ['narrow, right to left, dark', { rules: 'resets', column: '20rem', dir: 'rtl', scheme: 'dark' }],
] as const) {
  test(`in a page ${look}, panels are whole, and uploads are aborted in them`, async ({ host }) => {
    const { page } = host;
    for (const name of PANELS) {
      await host.open(options);
      await show(host, name, 'page');
      expect(await findAxeFaults(page)).toEqual([]);
      const overhang = await page.evaluate(() => {
        const column = document.getElementById('column') as HTMLElement;
        return column.scrollWidth - column.clientWidth;
      });
      expect(overhang).toBe(0);
    }
    await host.open(options);
    await show(host, 'UnfinishedUploads', 'page');
    await page.getByLabel(/^Select .*plan\.pdf$/).check();
    const abort = page.getByRole('button', { name: 'Abort 1 upload…' });
    await expect(abort).not.toHaveCSS('padding-inline-start', '0px');
    await abort.click();
    await page.getByRole('button', { name: 'Abort', exact: true }).click();
    await expect(page.getByText(/^1 upload aborted/)).toBeVisible();
    expect(await host.violations()).toEqual([]);
  });
}
