import { expect, test } from '../rig/fixtures.ts';
import { holdPartsFrom } from '../rig/hold-parts.ts';

const MiB = 1024 ** 2;

test('a paused upload sends nothing, and resumes with the parts S3 does not have', async ({
  widget,
  files,
  storage,
}) => {
  const film = await files.make('film.bin', 200 * MiB); // Twelve parts.
  const release = holdPartsFrom(storage, 6);
  await widget.pick(film);
  await expect.poll(() => storage.storedParts().length, { timeout: 30_000 }).toBe(5);

  await widget.button('Pause', film).click();
  await widget.reaches(film, 'Paused');
  release();
  await expect.poll(() => storage.requestsUnderWay).toBe(0);
  expect(storage.storedParts()).toHaveLength(5);

  await widget.button('Resume', film).click();
  await widget.completes(1);

  const stored = storage.storedParts().map(({ partNumber }) => partNumber);
  expect(stored.toSorted((a = 0, b = 0) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  await storage.holdsExactly([film]);
});
