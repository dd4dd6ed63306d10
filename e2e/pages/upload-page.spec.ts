import { findAxeFaults } from '../rig/axe.ts';
import { expect, test } from '../rig/fixtures.ts';
import { holdPartsFrom } from '../rig/hold-parts.ts';

const MiB = 1024 ** 2;

test.use({ pagePath: '/upload' });

test('a page lists an upload of another device, and the browser where it started offers it once', async ({
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
  const note = other.getByText('Unfinished on other devices: 1');
  await note.click();
  await expect(other.getByRole('listitem').filter({ hasText: 'film.bin' })).toContainText(
    'started',
  );
  await context.close();

  // The widget offers it, so the page does not list it a second time.
  await widget.page.reload();
  await expect(widget.page.getByText('Unfinished uploads')).toBeVisible();
  await expect(widget.page.getByText(/^Unfinished on other devices/)).toHaveCount(0);
  release();
  await widget.pick(film);
  await widget.completes(1);
  expect((await storage.objects()).map(({ size }) => size)).toEqual([24 * MiB]);
});

test.describe(() => {
  test.use({
    backendOptions: { SLIPWAY_MAX_FILE_SIZE: '50GB', SLIPWAY_ACCEPT: 'video/*,image/*' },
  });

  test('the page shows the policy in words before the user chooses a file', async ({ widget }) => {
    const words = widget.page.getByText('up to 50 GB each').first();
    await expect(words).toContainText(/video/i);
    await expect(words).toContainText(/images/i);
  });
});

test.describe(() => {
  test.use({
    backendOptions: {
      SLIPWAY_TRUSTED_PROXIES: '127.0.0.1',
      SLIPWAY_PROXY_SUBJECT_HEADER: 'X-User',
    },
  });

  // The proxy adds this header. The storage must not see it, so the browser does not send it everywhere.
  test.beforeEach(({ page, backend }) =>
    page.route(`${backend.url}/**`, (route, request) =>
      route.continue({ headers: { ...request.headers(), 'x-user': 'ada' } }),
    ),
  );

  test('if the backend authenticates callers, the page uploads and says that there is no list of files', async ({
    files,
    storage,
    widget,
  }) => {
    await expect(widget.page.getByText('This backend doesn’t list files.')).toBeVisible();
    await widget.pick(await files.make('notes.txt', 10));
    await widget.completes(1);
    expect((await storage.objects()).map(({ size }) => size)).toEqual([10]);
    await expect(widget.page.getByText('In your bucket')).toHaveCount(0);
    await expect(widget.page.getByRole('alert')).toHaveCount(0);
    expect(await findAxeFaults(widget.page)).toEqual([]);
  });
});
