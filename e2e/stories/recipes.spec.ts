import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { TestFile } from '../rig/files.ts';
import { expect } from '../rig/fixtures.ts';
import { holdPartsFrom } from '../rig/hold-parts.ts';
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

/** `npm test` leaves out what takes the most of the processor. */
const isAll = process.env.SLIPWAY_ALL_RECIPES === 'true';

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
  const { url } = await openRecipe('database', { files: { 'session.js': SESSION }, user: 'ada' });
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
  await context.clearCookies();
  expect((await page.request.get(`${url}/files`)).status()).toBe(401);
});

/** Publishes public keys, as an identity provider does, and signs tokens. */
async function startProvider() {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const keys = [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256', use: 'sig' }];
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys }));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const sign = (claims: Record<string, unknown>, key = privateKey) =>
    new SignJWT({ iss: url, aud: 'uploads', sub: 'ada', ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: 'one' })
      .setExpirationTime('1 h')
      .sign(key);
  return {
    url,
    sign,
    forge: async () => sign({}, (await generateKeyPair('RS256')).privateKey),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

/** The reader's own module. The page of the test has the token. */
const GET_TOKEN = 'export const getToken = async () => window.name;';

test('recipes/jwt: a token of the provider opens the folder of its tenant, and all other tokens are refused @chromium', async ({
  openRecipe,
  page,
  files,
  storage,
}) => {
  const provider = await startProvider();
  const token = await provider.sign({ org_id: 'acme' });
  await page.addInitScript((text) => {
    window.name = text;
  }, token);
  const env = { JWKS_URL: `${provider.url}/jwks`, ISSUER: provider.url, AUDIENCE: 'uploads' };
  const { url } = await openRecipe('jwt', { files: { 'session.js': GET_TOKEN }, env });
  const film = await files.make('film.bin', 20_000);
  await pick(page, film);
  await new Widget(page, url).completes(1);
  await storage.holdsExactly([film]);
  expect((await storage.objects())[0]?.key).toMatch(/^uploads\/acme\//);

  const statusFor = async (authorization: string) =>
    (await page.request.get(`${url}/api/policy`, { headers: { authorization } })).status();
  expect(await statusFor(`Bearer ${token}`)).toBe(200);
  const refused = [
    await provider.sign({ aud: 'another-app' }),
    await provider.sign({ iss: 'https://other.example' }),
    await provider.sign({ exp: 1 }).then((valid) => `${valid}x`),
    await provider.forge(),
    '',
  ];
  for (const wrong of refused) expect(await statusFor(`Bearer ${wrong}`)).toBe(401);
  await provider.stop();
});

test('recipes/auth-js: a user signs in by Auth.js, uploads and signs out @chromium', async ({
  openRecipe,
  page,
  files,
  storage,
}) => {
  test.skip(!isAll, 'Only `npm run matrix -- recipes` runs it.');
  const { url } = await openRecipe('auth-js', {
    files: {
      'users.js': `export const userWithPassword = async ({ name, password }) =>
        password === 'right' ? { id: '7', name } : undefined;`,
    },
    env: { AUTH_SECRET: 'a secret of the test' },
  });
  const policy = `${url}/api/policy`;
  expect((await page.request.get(policy)).status()).toBe(401);
  await page.getByRole('link', { name: 'Sign in' }).click();
  await page.getByLabel('Name').fill('ada');
  await page.getByLabel('Password').fill('right');
  await page.getByRole('button', { name: /Sign in/ }).click();
  await expect(page.getByText('ada ·')).toBeVisible();
  const film = await files.make('film.bin', 20_000);
  await pick(page, film);
  await new Widget(page, url).completes(1);
  await storage.holdsExactly([film]);

  await page.getByRole('link', { name: 'Sign out' }).click();
  await page.getByRole('button', { name: /Sign out/ }).click();
  await expect(page.getByRole('link', { name: 'Sign in' })).toBeVisible();
  expect((await page.request.get(policy)).status()).toBe(401);
});

test('recipes/custom-ui: each file has its progress and buttons, and a paused upload resumes @chromium', async ({
  openRecipe,
  page,
  files,
  storage,
}) => {
  await openRecipe('custom-ui', {});
  const release = holdPartsFrom(storage, 2);
  const film = await files.make('film.bin', 20 * 1024 ** 2);
  const note = await files.make('note.txt', 1_000);
  await page.getByLabel('Add files').setInputFiles([film.path, note.path]);
  const row = page.getByRole('listitem').filter({ hasText: film.name });
  await page.getByRole('button', { name: `Pause ${film.name}` }).click();
  await expect(row).toContainText('paused');
  release();
  await page.getByRole('button', { name: `Resume ${film.name}` }).click();
  await expect(page.getByRole('status')).toHaveText('2 of 2 uploaded, 100 %');
  await expect(
    page.getByRole('progressbar', { name: `Progress of ${film.name}` }),
  ).toHaveJSProperty('value', 1);
  await storage.holdsExactly([film, note]);
});

test('recipes/avatars: a picture becomes a square, replaces the last one, and what is no picture is refused @chromium', async ({
  openRecipe,
  context,
  page,
  storage,
}) => {
  const { url } = await openRecipe('avatars', {
    files: {
      'session.js': SESSION,
      'users.js': `const avatars = new Map();
        export const avatarOf = async (id) => avatars.get(id);
        export const setAvatar = async (id, objectKey) => avatars.set(id, objectKey);`,
    },
    user: 'ada',
  });
  const input = page.getByLabel('Change picture');
  const image = page.getByAltText('Your picture');
  const status = page.getByRole('status');
  await input.setInputFiles(PICTURE);
  await expect(status).toHaveText('This is your new picture.');
  await expect
    .poll(() => image.evaluate((shown: HTMLImageElement) => shown.naturalWidth))
    .toBe(256);
  const [first] = await storage.objects();
  expect(first?.key).toMatch(/^avatars\/.*\.webp$/);
  expect(first?.cacheControl).toBe('private, max-age=31536000, immutable');

  await input.setInputFiles(PICTURE);
  await expect.poll(async () => (await storage.objects())[0]?.key).not.toBe(first?.key);
  expect(await storage.objects()).toHaveLength(1);
  await input.setInputFiles({ ...PICTURE, buffer: Buffer.from('a text') });
  await expect(status).toHaveText('Choose a picture, such as a JPEG or PNG.');

  await context.clearCookies();
  expect((await page.request.get(`${url}/api/avatar/policy`)).status()).toBe(401);
});

test('recipes/metadata: hooks get the album and the caption of the page, in any language @chromium', async ({
  openRecipe,
  page,
  files,
}) => {
  const { url } = await openRecipe('metadata', {
    files: {
      'albums.js': `import { writeFileSync } from 'node:fs';
        export const mayAddTo = async (album) => album === 'winter';
        export const savePhoto = async (photo) =>
          writeFileSync('dist/photo.json', JSON.stringify(photo));`,
    },
  });
  await page.getByLabel('Album').selectOption('summer');
  const film = await files.make('film.bin', 20_000);
  await pick(page, film);
  await expect(page.getByText('You cannot add files to this album.').first()).toBeVisible();
  await page.reload();
  await page.getByLabel('Album').selectOption('winter');
  await page.getByLabel('Caption').fill('Zürich, 夏');
  await pick(page, await files.make('note.bin', 1_000));
  await new Widget(page, url).completes(1);
  const photo = await page.request.get(`${url}/photo.json`);
  expect(await photo.json()).toMatchObject({ album: 'winter', caption: 'Zürich, 夏' });
});
