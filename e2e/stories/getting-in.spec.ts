import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, PAGES, test } from '../rig/fixtures.ts';
import { holdPartsFrom } from '../rig/hold-parts.ts';
import { chooseByKeys, tabTo } from './by-keys.ts';

const MiB = 1024 ** 2;

test.describe(() => {
  test.use({ pagePath: '/upload/', backendOptions: { SLIPWAY_KEEP_FOLDERS: 'true' } });

  test('a browsed folder keeps its shape in the keys of its objects @chromium', async ({
    widget,
    files,
    storage,
    page,
  }) => {
    const photo = await files.make('photo.jpg', 1_000);
    const folder = join(dirname(photo.path), 'Übung');
    await mkdir(join(folder, 'am Strand'), { recursive: true });
    await copyFile(photo.path, join(folder, 'am Strand', 'photo.jpg'));
    await copyFile(photo.path, join(folder, 'photo.jpg'));

    await page.locator('input[webkitdirectory]').setInputFiles(folder);
    await widget.completes(2);

    const keys = (await storage.objects()).map(({ key }) => key.split('/').slice(2).join('/'));
    expect(keys.toSorted()).toEqual(['Übung/am Strand/photo.jpg', 'Übung/photo.jpg']);
  });
});

for (const { shell, pagePath } of PAGES) {
  test.describe(() => {
    test.use({ pagePath });

    test(`a file dropped on ${shell} is uploaded`, async ({ widget, files, storage, page }) => {
      const photo = await files.make('photo.jpg', 100_000);
      const bytes = [...(await readFile(photo.path))];
      const dropped = await page.evaluateHandle(
        ([name, content]) => {
          const transfer = new DataTransfer();
          transfer.items.add(new File([new Uint8Array(content)], name, { type: 'image/jpeg' }));
          return transfer;
        },
        [photo.name, bytes] as const,
      );

      const zone = page.getByText('Browse files').first(); // Inside the zone, because the zone's own text changes during the drag.
      await zone.dispatchEvent('dragenter', { dataTransfer: dropped });
      await zone.dispatchEvent('dragover', { dataTransfer: dropped });
      await zone.dispatchEvent('drop', { dataTransfer: dropped });
      await widget.completes(1);

      await storage.holdsExactly([photo]);
    });

    test(`a user uploads, pauses and resumes a file on ${shell} with the keyboard alone @chromium`, async ({
      widget,
      files,
      storage,
      page,
    }) => {
      const film = await files.make('film.bin', 60 * MiB);
      const release = holdPartsFrom(storage, 3);

      await chooseByKeys(page, film);
      await expect.poll(() => storage.storedParts().length).toBe(2);
      await tabTo(page, widget.button('Pause', film));
      await page.keyboard.press('Enter');
      await widget.reaches(film, 'Paused');
      release();
      // The button has changed to Resume and kept the focus.
      await expect(widget.button('Resume', film)).toBeFocused();
      await page.keyboard.press('Space');
      await widget.completes(1);

      await storage.holdsExactly([film]);
    });
  });
}
