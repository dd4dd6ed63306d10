import { expect, PAGES, test } from '../rig/fixtures.ts';
import { holdPartsFrom } from '../rig/hold-parts.ts';

const MiB = 1024 ** 2;

for (const { shell, pagePath } of PAGES) {
  test.describe(() => {
    test.use({ pagePath });

    test(`after a reload ${shell} offers the upload again, and sends only the parts that S3 does not have`, async ({
      widget,
      files,
      storage,
      page,
    }) => {
      const film = await files.make('film.bin', 200 * MiB); // Twelve parts.
      const release = holdPartsFrom(storage, 8);
      await widget.pick(film);
      await expect.poll(() => storage.storedParts().length, { timeout: 30_000 }).toBe(7);
      const storedBefore = storage.storedBytes();

      await widget.open(); // A reload: the page loses everything except its session.
      release();
      await expect.poll(() => storage.requestsUnderWay).toBe(0);
      const receivedBefore = storage.partBytesReceived();
      const offer = page.getByRole('list', { name: 'Unfinished uploads' });
      await expect(offer).toContainText(`${Math.floor((100 * storedBefore) / film.size)}%`);
      const choosing = page.waitForEvent('filechooser');
      await offer.getByRole('button', { name: `Select file to resume: ${film.name}` }).click();
      await (await choosing).setFiles(film.path);
      await widget.completes(1);

      await expect(offer).toBeHidden();
      expect(storage.partBytesReceived() - receivedBefore).toBe(film.size - storedBefore);
      expect(storage.requests('CreateMultipartUpload')).toHaveLength(1);
      await storage.holdsExactly([film]);
    });

    test(`after a reload one click on ${shell} resumes a file that was picked with a handle @chromium`, async ({
      widget,
      storage,
      page,
    }) => {
      const name = 'film.bin';
      await page.evaluate(pickFromPrivateFiles, { name, size: 60 * MiB });
      const release = holdPartsFrom(storage, 3);
      await page.getByText('Browse files').first().click();
      await expect.poll(() => storage.storedParts().length).toBe(2);

      await widget.open();
      release();
      await page.getByRole('button', { name: `Resume: ${name}` }).click();
      await widget.completes(1);

      expect(storage.requests('CreateMultipartUpload')).toHaveLength(1);
      expect(await storage.objects()).toMatchObject([{ size: 60 * MiB }]);
    });

    test(`another file of the same name and size starts a new upload on ${shell} @chromium`, async ({
      widget,
      files,
      storage,
    }) => {
      const film = await files.make('film.bin', 40 * MiB);
      holdPartsFrom(storage, 4);
      await widget.pick(film);
      await expect.poll(() => storage.storedParts().length, { timeout: 30_000 }).toBe(3);
      await widget.open();
      storage.faults.clear();

      const other = await files.makeTwin(film);
      await widget.pick(other);
      await widget.completes(1);

      const [object] = await storage.objects();
      expect(object?.sha256).toBe(other.sha256);
    });
  });
}

/** Runs in the page. Installs a picker whose user picks a file of the browser's private file system. */
async function pickFromPrivateFiles({ name, size }: { name: string; size: number }): Promise<void> {
  const folder = await navigator.storage.getDirectory();
  const handle = await folder.getFileHandle(name, { create: true });
  const file = await handle.createWritable();
  await file.truncate(size);
  await file.close();
  Object.assign(window, { showOpenFilePicker: async () => [handle] });
}
