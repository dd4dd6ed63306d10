import { expect, PAGES, test } from '../rig/fixtures.ts';
import { holdPartsFrom } from '../rig/hold-parts.ts';

const MiB = 1024 ** 2;

for (const { shell, pagePath } of PAGES) {
  test.describe(() => {
    test.use({ pagePath });

    test(`a paused upload on ${shell} sends nothing, and resumes with the parts that S3 does not have`, async ({
      widget,
      files,
      storage,
    }) => {
      const film = await files.make('film.bin', 60 * MiB); // Six parts.
      const release = holdPartsFrom(storage, 4);
      await widget.pick(film);
      await expect.poll(() => storage.storedParts().length, { timeout: 30_000 }).toBe(3);

      await widget.button('Pause', film).click();
      await widget.reaches(film, 'Paused');
      release();
      await expect.poll(() => storage.requestsUnderWay).toBe(0);
      expect(storage.storedParts()).toHaveLength(3);

      await widget.button('Resume', film).click();
      await widget.completes(1);

      const stored = storage.storedParts().map(({ partNumber }) => partNumber);
      expect(stored.toSorted((a = 0, b = 0) => a - b)).toEqual([1, 2, 3, 4, 5, 6]);
      await storage.holdsExactly([film]);
    });
  });
}
