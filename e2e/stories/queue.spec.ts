import type { TestFile } from '../rig/files.ts';
import { expect, PAGES, test } from '../rig/fixtures.ts';

const MiB = 1024 ** 2;

for (const { shell, pagePath } of PAGES) {
  test.describe(() => {
    test.use({ pagePath });

    test(`a user renames and reorders waiting files on ${shell} with the keyboard, and S3 gets them in that order`, async ({
      widget,
      files,
      storage,
      page,
    }) => {
      // Three uploads run in parallel. The backend never hears of these three, so all connections stay free for the
      // others. If S3 held them instead, the backend would send the requests again, and those would succeed.
      const held: string[] = [];
      await page.exposeFunction('tellHeld', (body: string) => held.push(body));
      await page.evaluate(() => {
        const { fetch, tellHeld } = globalThis as typeof globalThis & {
          tellHeld(body: string): void;
        };
        globalThis.fetch = (input, init) => {
          const body = String(init?.body);
          if (!/stuck-|blocker/.test(body)) return fetch(input, init);
          tellHeld(body);
          return new Promise(() => {});
        };
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

      // Otherwise a waiting file could join the request that creates one of them.
      for (const { name } of stuck) await expect.poll(() => held.join()).toContain(name);
      await widget.button('Cancel', blocker).click();

      // The waiting files upload one after the other, in the free slot.
      const completed = () =>
        storage
          .requests('CompleteMultipartUpload')
          .filter(({ status }) => status === 200)
          .map(({ key }) => key?.split('/').at(-1));
      await expect.poll(completed, { timeout: 60_000 }).toEqual(['harbour.bin', 'a.bin', 'b.bin']);
      const [, , c] = waiting as [TestFile, TestFile, TestFile];
      const objects = await storage.objects();
      expect(objects.find(({ key }) => key.endsWith('/harbour.bin'))?.sha256).toBe(c.sha256);
    });
  });
}
