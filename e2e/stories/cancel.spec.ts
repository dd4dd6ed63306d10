import { expect, PAGES, test } from '../rig/fixtures.ts';
import { holdPartsFrom } from '../rig/hold-parts.ts';

const MiB = 1024 ** 2;

/** Longer than the test. */
const FOREVER_MS = 600_000;

for (const { shell, pagePath } of PAGES) {
  test.describe(() => {
    test.use({ pagePath });

    test(`a canceled upload on ${shell} leaves no object and no unfinished upload, small or large`, async ({
      widget,
      files,
      storage,
    }) => {
      const note = await files.make('note.txt', 1_000);
      const film = await files.make('film.bin', 60 * MiB);
      storage.faults.add({
        operation: 'PutObject',
        moment: 'applied', // The small object is already stored, but its response has not arrived.
        fault: { kind: 'delay', delayMs: FOREVER_MS },
      });
      holdPartsFrom(storage, 4);
      await widget.pick(note, film);
      await expect.poll(() => storage.storedParts().length, { timeout: 30_000 }).toBe(3);
      await expect.poll(async () => (await storage.objects()).length).toBe(1);

      await widget.button('Cancel', film).click();
      await widget.button('Cancel', note).click();

      await expect.poll(() => storage.unfinishedUploads()).toBe(0);
      await expect.poll(async () => (await storage.objects()).length).toBe(0);
      await expect.poll(() => storage.requestsUnderWay).toBe(0);
      await storage.holdsExactly([]);
    });
  });
}
