import { findAxeFaults } from '../rig/axe.ts';
import { expect, test } from '../rig/fixtures.ts';
import { chooseByKeys, tabTo } from '../stories/by-keys.ts';

const PAGES = ['/', '/upload', '/drop-in'];
const SIZES = {
  wide: { width: 1280, height: 860 },
  narrow: { width: 360, height: 740 },
} as const;

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [size, viewport] of Object.entries(SIZES)) {
    test.describe(`${colorScheme}, ${size}:`, () => {
      test.use({ colorScheme, viewport, contextOptions: { reducedMotion: 'reduce' } });

      test('axe finds nothing on any page, and every page fits its window', async ({
        page,
        backend,
        widget,
        files,
      }) => {
        for (const path of PAGES) {
          await page.goto(backend.url + path);
          await widget.pick(await files.make(`${'a long name '.repeat(12)}.txt`, 10));
          await widget.completes(1);
          await page.locator('details').evaluateAll((all: HTMLDetailsElement[]) => {
            for (const one of all) one.open = true;
          });
          expect(await findAxeFaults(page)).toEqual([]);
          const overhang = await page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          );
          expect(overhang).toBe(0);
        }
      });
    });
  }
}

test.describe(() => {
  test.use({ pagePath: '/drop-in' });

  test('a keyboard user fills in the drop-in form, adds a file and sends it', async ({
    widget,
    files,
  }) => {
    const { page } = widget;
    await page.getByLabel('Your name').focus();
    await page.keyboard.type('Ada');
    await page.keyboard.press('Tab');
    await page.keyboard.type('ada@example.org');
    await chooseByKeys(page, await files.make('notes.txt', 10));
    await expect(page.getByText('Your files are uploaded.')).toBeVisible();
    await page.getByRole('button', { name: 'Send request' }).focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'What the server received' })).toBeFocused();
  });
});

test('a keyboard user uploads a sample on the first page and unfolds the code', async ({
  widget,
}) => {
  const { page } = widget;
  await tabTo(page, page.getByRole('button', { name: /sample file$/ }));
  await page.keyboard.press('Enter');
  await widget.completes(1);
  const express = page.locator('summary').filter({ hasText: 'Express' });
  await tabTo(page, express);
  await page.keyboard.press('Enter');
  await expect(page.getByText('createUploadRouter({').first()).toBeVisible();
});

test.describe(() => {
  test.use({ pagePath: '/upload' });

  test('a keyboard user uploads a file on the upload page and downloads it', async ({
    widget,
    files,
  }) => {
    const { page } = widget;
    await chooseByKeys(page, await files.make('notes.txt', 10));
    await widget.completes(1);
    await tabTo(page, page.getByRole('link', { name: /^Download/ }));
    const download = page.waitForEvent('download');
    await page.keyboard.press('Enter');
    expect((await download).suggestedFilename()).toBe('notes.txt');
  });
});
