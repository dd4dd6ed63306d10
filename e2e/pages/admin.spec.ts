import { createHmac } from 'node:crypto';
import { beginSome, keyOf, test } from '../rig/admin-console.ts';
import { expect } from '../rig/fixtures.ts';
import { holdPartsFrom } from '../rig/hold-parts.ts';
import { keptBy } from '../rig/kept-by.ts';
import { Widget } from '../rig/widget.ts';
import { tabTo } from '../stories/by-keys.ts';

test('an admin filters uploads by owner and prefix and sorts them by each column', async ({
  console,
  storage,
}) => {
  await beginSome(storage);
  await console.open();
  const names = async () =>
    (await console.rows().locator('.slipway-key').allTextContents()).map((key) =>
      key.slice(key.lastIndexOf('/') + 1),
    );
  await expect.poll(names).toEqual(['film.mov', 'song.flac', 'plan.pdf', 'map.png']);

  await console.button('Key').click();
  await expect.poll(names).toEqual(['map.png', 'plan.pdf', 'song.flac', 'film.mov']);
  await expect(console.page.getByRole('columnheader', { name: 'Key' })).toHaveAttribute(
    'aria-sort',
    'descending',
  );

  await console.page.getByLabel('Owner').fill('acme');
  await console.button('Filter').click();
  await expect.poll(names).toEqual(['song.flac', 'film.mov']);

  await console.page.getByLabel('Owner').fill('initech');
  await console.button('Filter').click();
  await expect(console.page.getByText('No matches.')).toBeVisible();

  await console.page.getByLabel('Owner').fill('');
  await console.page.getByLabel('Key starts with').fill(keyOf('globex', 4, ''));
  await console.page.keyboard.press('Enter');
  await expect.poll(names).toEqual(['map.png']);

  await console.page.getByLabel('Key starts with').fill('elsewhere/');
  await console.page.keyboard.press('Enter');
  await expect(console.page.getByRole('alert')).toContainText('Only keys that start with');
});

test('an admin aborts all uploads older than a given age and keeps the others', async ({
  console,
  storage,
}) => {
  // S3's clock decides how old an upload is.
  storage.setClockOffset(-8 * 86_400_000);
  await beginSome(storage);
  storage.setClockOffset(0);
  await storage.begin(keyOf('acme', 9, 'young.mov'));
  await console.open();
  await expect(console.rows('film.mov')).toContainText('8 days');
  await console.page.getByLabel('Owner').fill('acme');
  await console.button('Filter').click();
  await expect(console.rows()).toHaveCount(3);

  await console.button('Abort old uploads…').click();
  await console.dialog.getByLabel('All uploads owned by acme older than').selectOption('7 days');
  await console.button('Review…').click();
  await expect(console.dialog).toContainText('Abort 2 uploads?');
  await console.button('Abort').click();
  await expect(console.dialog).toContainText('2 uploads aborted, 5.24 MB deleted.');
  await console.button('Close').click();
  await expect(console.rows()).toHaveCount(1);
  // The uploads of the other owner are as old but were not selected.
  expect(await storage.unfinishedUploads()).toBe(3);
});

test('the console reports uploads that could not be aborted and keeps them in the list', async ({
  console,
  storage,
}) => {
  await beginSome(storage);
  storage.faults.add({
    operation: 'AbortMultipartUpload',
    key: keyOf('globex', 3, 'plan.pdf'),
    times: Number.POSITIVE_INFINITY,
    fault: { kind: 'answer', status: 403, code: 'AccessDenied' },
  });
  await console.open();
  await expect(console.rows()).toHaveCount(4);
  await console.page.getByLabel('Select all loaded uploads').check();
  await console.button('Abort 4 uploads…').click();
  await console.button('Abort').click();

  await expect(console.dialog).toContainText('3 uploads aborted');
  await expect(console.dialog).toContainText('1 upload could not be aborted');
  await expect(console.dialog.getByRole('row').nth(1)).toContainText('The storage refused');
  await console.button('Close').click();
  await expect(console.rows()).toHaveCount(1);
  await expect(console.rows('plan.pdf')).toHaveCount(1);
});

test('an upload shows its parts in words and as a picture', async ({ console, storage }) => {
  await beginSome(storage);
  await console.open();
  await console.button(keyOf('acme', 1, 'film.mov')).click();
  await expect(console.dialog).toContainText('5.24 MB, in 2 parts');
  await expect(console.dialog.getByRole('img', { name: '2 parts in the bucket' })).toBeVisible();
  await console.page.keyboard.press('Escape');
  await expect(console.dialog).toHaveCount(0);
});

test('an admin sees the checksum and encryption of an object, downloads it, and deletes it after confirming', async ({
  console,
  storage,
}) => {
  const key = keyOf('acme', 1, 'notes.txt');
  await storage.put(key, { Body: 'hello', ContentType: 'text/plain', ChecksumAlgorithm: 'SHA256' });
  await storage.put(keyOf('acme', 2, 'kept.txt'), { Body: 'kept' });
  await console.open('objects');
  await expect(console.rows()).toHaveCount(2);
  await console.button(key).click();
  for (const fact of ['5 bytes', 'text/plain', 'sha256, of the whole object', 'AES256']) {
    await expect(console.dialog).toContainText(fact);
  }

  const downloading = console.page.waitForEvent('download');
  await console.button(`Download ${key}`).click();
  expect((await downloading).suggestedFilename()).toBe('notes.txt');

  await console.button('Delete…').click();
  await expect(console.dialog).toContainText('5 bytes will be permanently deleted');
  await console.button('Delete').click();
  await expect(console.rows()).toHaveCount(1);
  expect((await storage.objects()).map((object) => object.key)).toEqual([
    keyOf('acme', 2, 'kept.txt'),
  ]);
});

test('live charts are also available as tables', async ({ console, storage, backend }) => {
  await beginSome(storage);
  await fetch(`${backend.url}/api/nothing`);
  await console.open('live');
  await expect(console.page.getByText('4 uploads unfinished, with 5.24 MB stored.')).toBeVisible();
  const errors = console.page.getByRole('table', { name: 'Errors since the backend started' });
  await expect(errors.getByRole('row', { name: 'not-found' })).toContainText('1');
  await console.page.getByText('Show as table').first().click();
  // The first rate needs two readings.
  const figures = console.page.getByRole('figure').first().getByRole('table');
  await expect(figures.locator('tbody tr')).not.toHaveCount(0);
  await expect(console.page.locator('.slipway-chart canvas')).toHaveCount(4);
});

test('the doctor fixes a finding on a click, after a dialog that shows the new rules', async ({
  console,
}) => {
  await console.open('health');
  const finding = console.page.getByRole('listitem').filter({ hasText: 'No lifecycle rule' });
  await expect(finding).toContainText('You pay for the parts of abandoned uploads');
  await finding.getByRole('button', { name: 'Fix…' }).click();
  await expect(console.dialog).toContainText('AbortIncompleteMultipartUpload');
  await console.button('Apply').click();
  await expect(console.page.getByText('Fixed: lifecycle rules.')).toBeVisible();
  await expect(finding).toHaveCount(0);
});

test('the configuration shows what is set, and of secrets only that they are there', async ({
  console,
}) => {
  await console.open('configuration');
  const row = (name: string) => console.page.getByRole('row').filter({ hasText: name }).first();
  await expect(row('S3_BUCKET')).toContainText('e2e');
  await expect(row('SLIPWAY_JWT_SECRET')).toContainText('Not set');
  await console.page.getByLabel('Changed settings only').check();
  await expect(row('SLIPWAY_JWT_SECRET')).toHaveCount(0);
});

test('an admin reaches everything with the keyboard', async ({ console, storage }) => {
  await beginSome(storage);
  await console.open();
  await expect(console.rows()).toHaveCount(4);
  const { keyboard } = console.page;
  await tabTo(console.page, console.page.getByLabel(/^Select .*song\.flac$/));
  await keyboard.press('Space');
  await expect(console.button('Abort 1 upload…')).toBeEnabled();
  await tabTo(console.page, console.page.getByLabel(/^Select .*map\.png$/));
  await keyboard.press('Space');
  await console.button('Abort 2 uploads…').focus();
  await keyboard.press('Enter');
  await expect(console.button('Abort')).toBeEnabled();
  await tabTo(console.page, console.button('Abort'));
  await keyboard.press('Enter');
  await expect(console.dialog).toContainText('2 uploads aborted');
  await tabTo(console.page, console.button('Close'));
  await keyboard.press('Enter');
  await expect(console.rows()).toHaveCount(2);
});

test.describe('a backend that authenticates its callers', () => {
  const secret = 'a secret of more than thirty-two bytes';
  test.use({ backendOptions: { SLIPWAY_JWT_SECRET: secret, SLIPWAY_ADMIN_GROUP: 'operators' } });

  const tokenOf = (claims: object): string => {
    // A token that never expires is refused.
    const lasting = { exp: Math.floor(Date.now() / 1_000) + 3_600, ...claims };
    const signed = `${encode({ alg: 'HS256' })}.${encode(lasting)}`;
    return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
  };

  test('asks for an admin token and rejects all other callers', async ({ console, storage }) => {
    await beginSome(storage);
    await console.visit();
    const token = console.page.getByLabel(/^Admin token/);
    await token.fill(tokenOf({ sub: 'ada', groups: ['guests'] }));
    await console.button('Sign in').click();
    await expect(console.page.getByRole('alert')).toHaveText(
      'Only admins of this site may do this.',
    );
    await expect(console.rows()).toHaveCount(0);

    await token.fill(tokenOf({ sub: 'grace', groups: ['operators'] }));
    await console.button('Sign in').click();
    await expect(console.rows()).toHaveCount(4);
  });

  test('S38 the sign-out forgets the user in all tabs of the browser', async ({
    console,
    context,
    backend,
    storage,
    files,
  }) => {
    const jwt = tokenOf({ sub: 'grace', groups: ['operators'] });
    const authorization = `Bearer ${jwt}`;
    const tab = new Widget(await context.newPage(), `${backend.url}/drop-in`);
    await tab.page.route(`${backend.url}/api/**`, (route) =>
      route.continue({ headers: { ...route.request().headers(), authorization } }),
    );
    await tab.open();
    holdPartsFrom(storage, 3);
    const film = await files.make('grace-film.bin', 60 * 1024 ** 2);
    await tab.pick(film);
    await expect.poll(() => storage.storedParts().length).toBe(2);
    expect(await keptBy(tab.page)).toContain('grace-film.bin');

    await console.visit();
    await console.page.getByLabel(/^Admin token/).fill(jwt);
    await console.button('Sign in').click();
    await expect(console.rows()).toHaveCount(1);
    await console.button('Sign out').click();

    await expect(console.page.getByLabel(/^Admin token/)).toBeVisible();
    await expect(console.rows()).toHaveCount(0);
    await expect(console.button('Sign out')).toHaveCount(0);
    await expect(tab.row(film)).toBeHidden();
    expect(await keptBy(console.page)).not.toMatch(/grace-|token/);
  });
});

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
