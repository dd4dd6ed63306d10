import { expect, test } from '../rig/fixtures.ts';
import { holdPartsFrom } from '../rig/hold-parts.ts';
import { keptBy } from '../rig/kept-by.ts';
import { Widget } from '../rig/widget.ts';

const MiB = 1024 ** 2;

test.use({
  pagePath: '/drop-in',
  backendOptions: {
    SLIPWAY_PROXY_SUBJECT_HEADER: 'X-Forwarded-User',
    SLIPWAY_TRUSTED_PROXIES: '127.0.0.1, ::1',
  },
});

test('S38 after a sign-out in one of two tabs, the next user of the browser is offered and can open nothing @chromium', async ({
  page,
  context,
  backend,
  files,
  storage,
  pagePath,
}) => {
  const url = backend.url + pagePath;
  const signIn = (user: string) =>
    context.route(`${backend.url}/api/**`, (route) =>
      route.continue({ headers: { ...route.request().headers(), 'x-forwarded-user': user } }),
    );
  await signIn('ada');
  const tab = new Widget(page, url);
  await tab.open();
  const otherTab = new Widget(await context.newPage(), url);
  await otherTab.open();
  const note = await files.make('ada-note.txt', 10);
  await otherTab.pick(note);
  await otherTab.completes(1);
  holdPartsFrom(storage, 3);
  const film = await files.make('ada-film.bin', 60 * MiB);
  await tab.pick(film);
  await expect.poll(() => storage.storedParts().length).toBe(2);
  const kept = await keptBy(page);
  expect(kept).toContain('ada-film.bin');
  const token = /"token":"([^"]+)"/.exec(kept)?.[1];

  const forgotten = await page.evaluate(() =>
    (
      document.querySelector('slipway-upload') as unknown as { forgetAll(): Promise<boolean> }
    ).forgetAll(),
  );

  expect(forgotten).toBe(true);
  await expect(tab.row(film)).toBeHidden();
  await expect(otherTab.row(note)).toBeHidden();
  expect(await keptBy(page)).not.toMatch(/ada-|token/);
  await context.unrouteAll();
  await signIn('bob');
  await otherTab.open();
  await expect(otherTab.page.getByRole('list', { name: 'Unfinished uploads' })).toBeHidden();
  await expect(otherTab.page.getByText('ada-')).toHaveCount(0);
  const status = await otherTab.page.evaluate(async (token) => {
    const body = JSON.stringify({ token });
    const headers = { 'content-type': 'application/json' };
    return (await fetch('/api/uploads/parts', { method: 'POST', headers, body })).status;
  }, token);
  expect(status).toBe(403);
});
