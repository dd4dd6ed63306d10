import { beginSome, test } from '../rig/admin-console.ts';
import { findAxeFaults } from '../rig/axe.ts';
import { expect, test as stories } from '../rig/fixtures.ts';
import { holdPartsFrom } from '../rig/hold-parts.ts';

// One quick story for each page. `npm run test:pages` runs all of them.

test('an admin aborts an unfinished upload and sees what that frees @chromium', async ({
  console,
  storage,
}) => {
  await beginSome(storage);
  await console.open();
  await expect(console.rows()).toHaveCount(4);
  await expect(console.rows('film.mov')).toContainText('5.24 MB');
  expect(await findAxeFaults(console.page)).toEqual([]);

  await console.page.getByLabel(/^Select .*film\.mov$/).check();
  await console.button('Abort 1 upload…').click();
  await expect(console.dialog).toContainText('5.24 MB in 2 parts will be permanently deleted');
  expect(await findAxeFaults(console.page)).toEqual([]);
  await console.button('Abort').click();

  await expect(console.dialog).toContainText('1 upload aborted, 5.24 MB deleted.');
  await console.button('Close').click();
  await expect(console.rows()).toHaveCount(3);
  expect(await storage.unfinishedUploads()).toBe(3);
});

stories(
  'the first page uploads a sample and shows the code at work @chromium',
  async ({ page, backend, storage }) => {
    await page.goto(backend.url);
    await page.getByRole('button', { name: 'Upload a 24 MB sample file' }).click();
    await expect(page.getByText('1 file uploaded').first()).toBeVisible();
    expect((await storage.objects()).map(({ size }) => size)).toEqual([366 * 65_536]);
    for (const title of ['HTML', 'Express']) {
      await page.locator('summary').filter({ hasText: title }).click();
    }
    const code = (await page.locator('pre').allInnerTexts()).join('\n');
    for (const piece of [
      '<Uploader uploader={uploader}',
      '<slipway-upload',
      'createUploadRouter({',
    ]) {
      expect(code).toContain(piece);
    }
    expect(await findAxeFaults(page)).toEqual([]);
    for (const name of ['Upload page', 'Drop-in', 'Admin console', 'Gallery']) {
      const link = page.getByRole('main').getByRole('link', { name, exact: true });
      const path = (await link.getAttribute('href')) ?? '';
      expect((await page.request.get(new URL(path, backend.url).href)).status()).toBe(200);
    }
  },
);

stories.describe(() => {
  stories.use({ pagePath: '/upload' });

  stories(
    'the upload page lists the uploaded files, with a preview and a download @chromium',
    async ({ page, widget, files }) => {
      await expect(page.getByText('No files yet.')).toBeVisible();
      const picture = { name: 'dot.png', mimeType: 'image/png', buffer: await page.screenshot() };
      await page.locator('input[type=file]').first().setInputFiles(picture);
      const notes = await files.make('notes.txt', 10);
      await widget.pick(notes);
      await widget.completes(2);

      const list = page.getByRole('region', { name: 'In your bucket' }).getByRole('listitem');
      await expect(list).toHaveCount(2);
      const preview = list.filter({ hasText: 'dot.png' }).locator('img');
      await expect
        .poll(() => preview.evaluate((image: HTMLImageElement) => image.naturalWidth))
        .toBeGreaterThan(0);
      const downloading = page.waitForEvent('download');
      await page.getByRole('link', { name: 'Download notes.txt' }).click();
      expect((await downloading).suggestedFilename()).toBe('notes.txt');
      expect(await findAxeFaults(page)).toEqual([]);
    },
  );
});

stories.describe(() => {
  stories.use({ pagePath: '/drop-in' });

  stories(
    'the drop-in form waits for its files, and shows what the server received @chromium',
    async ({ page, widget, files, storage }) => {
      const send = page.getByRole('button', { name: 'Send request' });
      await page.getByLabel('Your name').fill('Ada');
      await page.getByLabel('Email').fill('ada@example.org');
      await send.click();
      await expect(page.getByText('What the server received')).toBeHidden();

      const release = holdPartsFrom(storage, 1);
      const film = await files.make('film.bin', 24 * 1024 ** 2);
      await widget.pick(film);
      await widget.reaches(film, 'Uploading');
      await send.click();
      await expect(page.getByText('The request is sent when they’re done.')).toBeVisible();
      // S3 never answers the part that it holds. After a pause, a new run sends it again.
      release();
      await widget.button('Pause', film).click();
      await widget.button('Resume', film).click();
      await expect(page.getByText('What the server received')).toBeVisible();
      const received = JSON.parse((await page.locator('#receipt').textContent()) ?? '');
      const [object] = await storage.objects();
      expect(received).toEqual({
        name: 'Ada',
        email: 'ada@example.org',
        attachments: object?.key,
      });
      expect(await findAxeFaults(page)).toEqual([]);
    },
  );
});
