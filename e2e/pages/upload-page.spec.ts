import { expect, test } from '../rig/fixtures.ts';
import { holdPartsFrom } from '../rig/hold-parts.ts';

const MiB = 1024 ** 2;

test.use({ pagePath: '/upload' });

test('what was begun on one device is told on another, and taken up where it was begun', async ({
  browser,
  files,
  storage,
  widget,
}) => {
  const release = holdPartsFrom(storage, 2);
  const film = await files.make('film.bin', 24 * MiB);
  await widget.pick(film);
  await expect.poll(() => storage.unfinishedUploads()).toBe(1);

  const context = await browser.newContext();
  const other = await context.newPage();
  await other.goto(widget.page.url());
  const note = other.getByText('Unfinished on all your devices: 1');
  await note.click();
  await expect(other.getByRole('listitem').filter({ hasText: 'film.bin' })).toContainText('begun');
  await context.close();

  await widget.page.reload();
  release();
  await widget.pick(film);
  await widget.completes(1);
  expect((await storage.objects()).map(({ size }) => size)).toEqual([24 * MiB]);
});

test.describe(() => {
  test.use({
    backendOptions: { SLIPWAY_MAX_FILE_SIZE: '50GiB', SLIPWAY_ACCEPT: 'video/*,image/*' },
  });

  test('the policy is said in words, before anything is chosen', async ({ widget }) => {
    const words = widget.page.getByText('up to 50 GB each').first();
    await expect(words).toContainText(/video/i);
    await expect(words).toContainText(/images/i);
  });
});
