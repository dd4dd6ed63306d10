import { fileURLToPath } from 'node:url';
import { expect, test } from '../rig/fixtures.ts';
import { holdPartsFrom } from '../rig/hold-parts.ts';

const MiB = 1024 ** 2;
/** Pixels of the page around the widget: less than the distance to the content below it. */
const MARGIN = 12;
const picture = (name: string) => fileURLToPath(new URL(`../../docs/${name}.png`, import.meta.url));

test.use({ viewport: { width: 780, height: 900 }, deviceScaleFactor: 2 });

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(() => {
    test.use({ colorScheme });

    test(`the widget at work, ${colorScheme}`, async ({ widget, files, storage, page }) => {
      const photo = await files.make('team-photo.jpg', 3 * MiB);
      const film = await files.make('Harbour at dawn, final cut.mov', 200 * MiB);
      const report = await files.make('Annual report 2026.pdf', 60 * MiB);
      const refused = await files.make('minutes.docx', 20_000);

      holdPartsFrom(storage, 3, 'headers');
      await widget.pick(photo, report);
      await widget.reaches(photo, 'Uploaded');
      await expect.poll(() => storage.storedParts().length).toBe(2);
      await widget.button('Pause', report).click();
      await widget.reaches(report, 'Paused');
      storage.faults.add({
        operation: 'PutObject',
        times: Number.POSITIVE_INFINITY,
        fault: { kind: 'answer', status: 403, code: 'AccessDenied' },
      });
      await widget.pick(refused);
      await widget.reaches(refused, 'Storage rejected the file.');
      await widget.pick(film);
      await expect.poll(() => storage.storedParts().length).toBe(4);

      const region = page.getByRole('region', { name: 'File upload' });
      await page.mouse.move(0, 0);
      const box = await region.boundingBox();
      if (!box) throw new Error('The widget is not on the page.');
      const clip = {
        x: box.x - MARGIN,
        y: box.y - MARGIN,
        width: box.width + 2 * MARGIN,
        height: box.height + 2 * MARGIN,
      };
      const path = picture(`widget-${colorScheme}`);
      await page.screenshot({ path, clip, animations: 'disabled', fullPage: true });
    });
  });
}
