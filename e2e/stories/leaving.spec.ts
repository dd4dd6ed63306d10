import { expect, PAGES, test } from '../rig/fixtures.ts';
import { holdPartsFrom } from '../rig/hold-parts.ts';

const MiB = 1024 ** 2;

for (const { shell, pagePath } of PAGES) {
  test.describe(() => {
    test.use({ pagePath });

    test(`the browser asks before the user leaves ${shell} during an upload, and not afterwards @chromium`, async ({
      widget,
      files,
      storage,
      page,
    }) => {
      const film = await files.make('film.bin', 60 * MiB);
      const release = holdPartsFrom(storage, 3);
      await widget.pick(film);
      await expect.poll(() => storage.storedParts().length).toBe(2);
      // Browsers ask only a user who has touched the page.
      await page.mouse.click(1, 1);

      const asked = page.waitForEvent('dialog');
      await page.close({ runBeforeUnload: true });
      const dialog = await asked;
      expect(dialog.type()).toBe('beforeunload');
      await dialog.dismiss();

      await widget.button('Pause', film).click();
      release();
      await widget.button('Resume', film).click();
      await widget.completes(1);
      const closed = page.waitForEvent('close');
      await page.close({ runBeforeUnload: true });
      await closed;
    });
  });
}
