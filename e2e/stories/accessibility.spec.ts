import { findAxeFaults } from '../rig/axe.ts';
import { expect, PAGES, test } from '../rig/fixtures.ts';
import { holdPartsFrom } from '../rig/hold-parts.ts';

const MiB = 1024 ** 2;

for (const { shell, pagePath } of PAGES) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test.describe(() => {
      // A row that fades in has less contrast than its final state.
      test.use({ pagePath, colorScheme, contextOptions: { reducedMotion: 'reduce' } });

      test(`axe finds nothing on ${shell} in ${colorScheme} @chromium`, async ({
        widget,
        files,
        storage,
        page,
      }) => {
        const faults = () => findAxeFaults(page);
        expect(await faults()).toEqual([]);

        const [small, film, lost] = await Promise.all([
          files.make('small.txt', 10),
          files.make('film.bin', 60 * MiB),
          files.make('lost.bin', 20),
        ]);
        holdPartsFrom(storage, 2);
        await widget.pick(small, film);
        await widget.reaches(small, 'Uploaded');
        storage.faults.add({
          operation: 'PutObject',
          times: Number.POSITIVE_INFINITY,
          fault: { kind: 'answer', status: 403, code: 'AccessDenied' },
        });
        await widget.pick(lost);
        await widget.reaches(lost, 'Storage rejected the file.');
        await widget.reaches(film, 'Uploading');
        expect(await faults()).toEqual([]);

        await widget.button('Pause', film).click();
        await widget.reaches(film, 'Paused');
        expect(await faults()).toEqual([]);
      });
    });
  }
}
