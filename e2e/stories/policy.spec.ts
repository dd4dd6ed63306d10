import { ROUTES } from '@slipway/protocol';
import { expect, PAGES, test } from '../rig/fixtures.ts';

const MiB = 1024 ** 2;

test.use({
  backendOptions: { SLIPWAY_MAX_FILE_SIZE: String(2 * MiB), SLIPWAY_ACCEPT: 'image/*,.txt' },
});

for (const { shell, pagePath } of PAGES) {
  test.describe(() => {
    test.use({ pagePath });

    test(`${shell} refuses a file that is too large or of a wrong type before it sends anything`, async ({
      widget,
      files,
      storage,
    }) => {
      const large = await files.make('large.txt', 2 * MiB + 1);
      const wrong = await files.make('program.exe', 1_000);
      const right = await files.make('right.txt', 2 * MiB);

      await widget.pick(large, wrong, right);

      await widget.reaches(large, 'This file is larger than');
      await widget.reaches(wrong, "This type of file isn't accepted here.");
      await widget.reaches(right, 'Uploaded');
      await storage.holdsExactly([right]);
    });
  });
}

for (const { what, file, code } of [
  { what: 'too large', file: { name: 'a.txt', size: 2 * MiB + 1 }, code: 'file-too-large' },
  { what: 'of a wrong type', file: { name: 'a.exe', size: 1 }, code: 'type-not-allowed' },
]) {
  test(`the server refuses a file that is ${what}, whatever the widget said @chromium`, async ({
    backend,
    request,
    storage,
  }) => {
    const answer = await request.post(`${backend.url}/api${ROUTES.create}`, {
      data: { files: [{ ...file, type: '', partSize: 8 * MiB }] },
    });

    expect(await answer.json()).toMatchObject({ uploads: [{ error: { code } }] });
    expect(storage.requests('CreateMultipartUpload')).toEqual([]);
    await storage.holdsExactly([]);
  });
}
