import type { TestFile } from '../rig/files.ts';
import { expect, PAGES, test } from '../rig/fixtures.ts';

const MiB = 1024 ** 2;

/** Longer than the test. */
const FOREVER_MS = 600_000;

for (const { shell, pagePath } of PAGES) {
  test.describe(() => {
    test.use({ pagePath });

    test(`a user renames and reorders waiting files on ${shell} with the keyboard, and S3 gets them in that order`, async ({
      widget,
      files,
      storage,
      backend,
      page,
    }) => {
      // Three uploads run in parallel. S3 never creates these three, so all connections stay free for the others.
      storage.faults.add({
        operation: 'CreateMultipartUpload',
        times: 3,
        fault: { kind: 'delay', delayMs: FOREVER_MS },
      });
      const stuck = await files.makeMany(['stuck-1.bin', 'stuck-2.bin', 'blocker.bin'], 48 * MiB);
      const [, , blocker] = stuck as [TestFile, TestFile, TestFile];
      const waiting = await files.makeMany(['a.bin', 'b.bin', 'c.bin'], 20 * MiB);
      await widget.pick(...stuck, ...waiting);
      const said = (text: string) => page.getByRole('status').filter({ hasText: text });
      await expect(said('Uploading 6 files.')).toHaveCount(1);

      await page.getByRole('button', { name: 'More actions: c.bin' }).focus();
      await page.keyboard.press('F2');
      await expect(page.getByRole('textbox', { name: 'Rename: c.bin' })).toBeFocused();
      await page.keyboard.type('harbour');
      await page.keyboard.press('Enter');
      const renamed = page.getByRole('button', { name: 'More actions: harbour.bin' });
      await expect(renamed).toBeFocused();
      await page.keyboard.press('Alt+ArrowUp');
      await expect(said('harbour.bin: 2 / 3')).toHaveCount(1);
      await page.keyboard.press('Alt+ArrowUp');
      await expect(said('harbour.bin: 1 / 3')).toHaveCount(1);
      await expect(renamed).toBeFocused();

      await widget.button('Cancel', blocker).click();

      // The waiting files upload one after the other, in the free slot.
      const completed = () =>
        storage
          .requests('CompleteMultipartUpload')
          .filter(({ status }) => status === 200)
          .map(({ key }) => key?.split('/').at(-1));
      await expect.poll(completed).toEqual(['harbour.bin', 'a.bin', 'b.bin']);
      const [, , c] = waiting as [TestFile, TestFile, TestFile];
      const objects = await storage.objects();
      expect(objects.find(({ key }) => key.endsWith('/harbour.bin'))?.sha256).toBe(c.sha256);
      await backend.stop('SIGKILL'); // It would wait for uploads that are never created.
    });
  });
}
