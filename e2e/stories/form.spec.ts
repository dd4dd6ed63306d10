import { expect, test } from '../rig/fixtures.ts';

const MiB = 1024 ** 2;

test.use({ pagePath: '/drop-in' });

test('a form still lists its files after the user leaves and comes back, except for removed ones @chromium', async ({
  widget,
  files,
  storage,
  page,
}) => {
  const [film, note] = [await files.make('film.bin', 20 * MiB), await files.make('note.txt', 10)];
  await widget.pick(film, note);
  await widget.completes(2);
  const stored = page.getByRole('list', { name: 'Uploaded' }).getByRole('listitem');

  const leaveAndComeBack = async () => {
    // Another page of the same site. Chromium needs about a second to pass the state of a form to another process.
    await page.goto(new URL('/healthz', page.url()).href);
    await page.goBack();
  };

  await leaveAndComeBack();
  await expect(stored).toHaveCount(2);
  await page.getByRole('button', { name: `Remove ${note.name}` }).click();
  await expect(stored).toHaveCount(1);
  await leaveAndComeBack();

  await expect(stored).toHaveCount(1);
  await expect(stored).toContainText(film.name);
  await page.getByLabel('Your name').fill('Ada');
  await page.getByLabel('Email').fill('ada@example.org');
  await page.getByRole('button', { name: 'Send request' }).click();
  await expect(page.getByText('What the server received')).toBeVisible();
  const received = JSON.parse((await page.locator('#receipt').textContent()) ?? '');
  const object = (await storage.objects()).find(({ key }) => key.endsWith(film.name));
  expect(received.attachments).toBe(object?.key);
});
