import { expect } from '@playwright/test';
import { findChanges, type SheetName, test } from '../rig/widget-host.ts';

// Machines differ in their fonts. So the widget is measured twice on the same machine: on a page without rules of its own,
// and on a page with the stylesheet of a framework.

// The browser lays out only the rows on the screen, so all of them are.
test.use({ viewport: { width: 700, height: 6_000 } });

const HOSTS = [
  'bootstrap',
  'tailwind-3',
  'tailwind-4',
  'normalize',
  'wordpress',
  'hostile',
] as const satisfies readonly SheetName[];

for (const name of HOSTS) {
  test(`the React widget without layers looks the same on a page with ${name}, in both orders @chromium`, async ({
    host,
  }) => {
    await host.open('react', ['unlayered']);
    const bare = await host.measure();
    expect(bare.length).toBeGreaterThan(600);
    await host.open('react', ['unlayered', name]);
    expect(findChanges(bare, await host.measure())).toEqual([]);
    await host.open('react', [name, 'unlayered']);
    expect(findChanges(bare, await host.measure())).toEqual([]);
  });

  test(`the React widget in a shadow root and the element look the same on a page with ${name} @chromium`, async ({
    host,
  }) => {
    for (const shell of ['shadow', 'element'] as const) {
      await host.open(shell, []);
      const bare = await host.measure();
      await host.open(shell, [name]);
      expect(findChanges(bare, await host.measure()), shell).toEqual([]);
    }
  });
}

test('the React widget looks the same with its layer, without it and in a shadow root @chromium', async ({
  host,
}) => {
  await host.open('react', ['layered']);
  const layered = await host.measure();
  await host.open('react', ['unlayered']);
  expect(findChanges(layered, await host.measure())).toEqual([]);
  await host.open('shadow', []);
  expect(findChanges(layered, await host.measure())).toEqual([]);
});

test('the layered stylesheet holds on a page with Tailwind 4 that orders it after the resets @chromium', async ({
  host,
}) => {
  await host.open('react', ['layered']);
  const bare = await host.measure();
  await host.open('react', ['tailwind-4-with-slipway', 'layered']);
  expect(findChanges(bare, await host.measure())).toEqual([]);
});

test('a radius of 0 makes every corner of the widget square @chromium', async ({ host }) => {
  await host.open('react', ['layered']);
  await host.page.evaluate(() => document.body.style.setProperty('--slipway-radius', '0'));
  const round = (await host.measure()).filter(
    (element) => !/^(?:0px|undefined)$/.test(String(element['border-top-left-radius'])),
  );
  expect(round.map(({ name }) => name)).toEqual([]);
});
