import { expect, PAGES, test } from '../rig/fixtures.ts';

const MiB = 1024 ** 2;

for (const { shell, pagePath } of PAGES) {
  test.describe(() => {
    test.use({ pagePath });

    test(`when S3 answers SlowDown to a part, only that part is sent again, and ${shell} says so`, async ({
      widget,
      files,
      storage,
    }) => {
      const film = await files.make('film.bin', 60 * MiB); // Six parts.
      storage.faults.add({
        operation: 'UploadPart',
        partNumber: 2,
        fault: { kind: 'answer', status: 503, code: 'SlowDown', retryAfterSeconds: 5 },
      });

      await widget.pick(film);
      await widget.reaches(film, 'Storage is busy.');
      await widget.completes(1);

      const attempts = storage
        .requests('UploadPart')
        .map(({ partNumber, status }) => `${partNumber}:${status}`);
      expect(attempts.toSorted()).toEqual([
        '1:200',
        '2:200',
        '2:503',
        '3:200',
        '4:200',
        '5:200',
        '6:200',
      ]);
      await storage.holdsExactly([film]);
    });

    test(`${shell} says why a file keeps failing, and a retry completes it`, async ({
      widget,
      files,
      storage,
    }) => {
      const film = await files.make('film.bin', 20 * MiB);
      storage.faults.add({
        operation: 'UploadPart',
        times: Number.POSITIVE_INFINITY,
        fault: { kind: 'answer', status: 403, code: 'AccessDenied' },
      });
      await widget.pick(film);
      await widget.reaches(film, 'Storage rejected the file.');

      storage.faults.clear();
      await widget.button('Retry', film).click();
      await widget.completes(1);

      await storage.holdsExactly([film]);
    });

    // Firefox does not load a script again that failed once.
    test(`${shell} uploads although the script that sends parts fails to load twice`, {
      tag: '@chromium',
    }, async ({ widget, files, storage }) => {
      const film = await files.make('film.bin', 1_000);
      const script = /xhr-transport.*\.js$/;
      await widget.page.route(script, (route) => route.abort(), { times: 2 });
      await widget.pick(film);
      await widget.completes(1);
      await storage.holdsExactly([film]);
    });
  });
}
