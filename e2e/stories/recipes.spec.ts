import type { Page } from '@playwright/test';
import type { TestFile } from '../rig/files.ts';
import { expect } from '../rig/fixtures.ts';
import { Widget } from '../rig/widget.ts';
import { test } from './recipe-app.ts';

/** A picture of one pixel. */
const PICTURE = {
  name: 'dot.png',
  mimeType: 'image/png',
  buffer: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR42mP4z8AAAAMBAQD3A0FDAAAAAElFTkSuQmCC',
    'base64',
  ),
};

/** The reader's own module, which names the caller by a cookie. */
const SESSION = `
export async function userOf({ headers: { cookie = '' } }) {
  const [, id] = /user=(\\w+)/.exec(cookie) ?? [];
  if (!id) throw new Error('The caller is not signed in.');
  return { id };
}
`;

async function pick(page: Page, file: TestFile | typeof PICTURE): Promise<void> {
  const input = page.locator('input[type=file]').first();
  await input.setInputFiles('path' in file ? file.path : file);
}

test('recipes/sessions: a signed-in user uploads, and a request without the token or the session is refused @chromium', async ({
  openRecipe,
  page,
  files,
  storage,
}) => {
  const { url } = await openRecipe('sessions', {
    files: {
      'users.js': `export const userWithPassword = async ({ name, password }) =>
        password === 'right' ? { id: name } : undefined;`,
    },
    env: { SESSION_SECRET: 'a secret of the test' },
  });
  const signIn = async (password: string) => {
    await page.getByLabel('Name').fill('ada');
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
  };
  await signIn('wrong');
  await expect(page.getByRole('alert')).toHaveText('The name or the password is wrong.');
  await signIn('right');
  const film = await files.make('film.bin', 20_000);
  await pick(page, film);
  await new Widget(page, url).completes(1);
  await storage.holdsExactly([film]);

  // After a reload, the page gets the token of the session.
  await page.reload();
  const note = await files.make('note.bin', 1_000);
  await pick(page, note);
  await new Widget(page, url).completes(1);
  await storage.holdsExactly([film, note]);

  // The same cookie, and no token.
  const policy = `${url}/api/policy`;
  expect((await page.request.get(policy)).status()).toBe(403);
  expect((await page.request.get(policy, { headers: { 'x-csrf-token': 'x' } })).status()).toBe(403);
  expect((await page.request.post(`${url}/sign-out`)).status()).toBe(204);
  expect((await page.request.get(policy)).status()).toBe(401);
});

test('recipes/database: a completed upload becomes one row of its owner, and the page shows the image @chromium', async ({
  openRecipe,
  context,
  page,
  storage,
}) => {
  const { url } = await openRecipe('database', { files: { 'session.js': SESSION } });
  expect((await page.request.get(`${url}/files`)).status()).toBe(401);
  await context.addCookies([{ name: 'user', value: 'ada', url }]);
  await page.reload();
  await pick(page, PICTURE);

  const image = page.getByRole('listitem').locator('img[width="96"]');
  await expect(image).toBeVisible();
  const width = await image.evaluate((shown: HTMLImageElement) =>
    shown.decode().then(() => shown.naturalWidth),
  );
  expect(width).toBeGreaterThan(0);
  const link = page.getByRole('link', { name: 'dot.png' });
  const stored = await page.request.get((await link.getAttribute('href')) ?? '');
  expect(await stored.body()).toEqual(PICTURE.buffer);
  await page.reload();
  await expect(image).toBeVisible();
  expect(await (await page.request.get(`${url}/files`)).json()).toHaveLength(1);
  expect(await storage.objects()).toHaveLength(1);

  await context.addCookies([{ name: 'user', value: 'bob', url }]);
  expect(await (await page.request.get(`${url}/files`)).json()).toEqual([]);
});
