import { expect, PAGES, test } from '../rig/fixtures.ts';

const MiB = 1024 ** 2;

for (const { shell, pagePath } of PAGES) {
  test.describe(() => {
    test.use({ pagePath });

    test(`200 MiB of random bytes arrive unchanged through ${shell}`, async ({
      widget,
      files,
      storage,
    }) => {
      const film = await files.make('film.bin', 200 * MiB);

      await widget.pick(film);
      await widget.completes(1);

      await storage.holdsExactly([film]);
    });

    test(`20 files from 0 bytes to 30 MiB arrive together through ${shell}`, async ({
      widget,
      files,
      storage,
    }) => {
      const sizes = [
        0,
        1,
        1_000,
        20_000,
        300_000,
        5 * MiB,
        8 * MiB,
        8 * MiB + 1,
        16 * MiB,
        30 * MiB,
      ];
      const mixed = await Promise.all(
        Array.from({ length: 20 }, (_, i) =>
          files.make(`file ${i + 1} – ünïcode.bin`, sizes[i % sizes.length] ?? 0),
        ),
      );

      await widget.pick(...mixed);
      await widget.completes(20, 80_000);

      await storage.holdsExactly(mixed);
    });
  });
}

test('an object has the cache rule of the server, whatever headers the browser adds', async ({
  widget,
  files,
  storage,
}) => {
  await widget.pick(await files.make('small.txt', 1_000), await files.make('large.txt', 20 * MiB));
  await widget.completes(2);

  const objects = await storage.objects();
  expect(objects.map(({ cacheControl }) => cacheControl)).toEqual(['no-cache', 'no-cache']);
});
