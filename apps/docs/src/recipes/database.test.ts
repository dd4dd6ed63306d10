import { createPublicKey, createVerify, generateKeyPairSync } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { writeRecipe } from '../../testing/recipe.ts';

const KEY = 'uploads/acme/01jd3z8q/a film+1.mp4';

type UrlOf = (file: { readonly objectKey: string }) => string;

interface Files {
  saveFile(upload: object): Promise<void>;
  filesOf(owner: string): Promise<readonly object[]>;
}

afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});

/** Postgres takes seconds to start. `npm run matrix -- recipes` runs it. */
const isAll = process.env.SLIPWAY_ALL_RECIPES === 'true';

test.runIf(isAll)(
  'Postgres has one row for an upload whose hook ran twice, and lists files by owner',
  async () => {
    // Postgres itself, compiled for this process. Its `query` is that of `pg`.
    const db = new PGlite();
    onTestFinished(() => db.close());
    vi.stubGlobal('recipeDatabase', db);
    const { folder, load } = await writeRecipe('database', {
      'node_modules/pg/package.json': '{ "type": "module", "main": "index.js" }',
      'node_modules/pg/index.js':
        'export default { Pool: function () { return globalThis.recipeDatabase; } };',
    });
    await db.exec(await readFile(join(folder, 'files.sql'), 'utf8'));
    const { saveFile, filesOf } = (await load('postgres/files.js')) as unknown as Files;
    const upload = {
      id: 'one',
      principal: { subject: 'ada' },
      objectKey: KEY,
      contentType: 'video/mp4',
      file: { name: 'a film+1.mp4' },
      object: { size: 5_000_000_000 },
    };
    await saveFile(upload);
    await saveFile(upload);
    expect(await filesOf('ada')).toEqual([
      { id: 'one', objectKey: KEY, name: 'a film+1.mp4', type: 'video/mp4', size: 5_000_000_000 },
    ]);
    expect(await filesOf('bob')).toEqual([]);
  },
);

test('the URL for CloudFront has a signature that the public key verifies', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  vi.stubEnv('CLOUDFRONT_HOST', 'cdn.example');
  vi.stubEnv('CLOUDFRONT_KEY_ID', 'K2');
  vi.stubEnv('CLOUDFRONT_PRIVATE_KEY', privateKey);
  const { load } = await writeRecipe('database');
  const url = new URL(((await load('cloudfront/url-of.js')).urlOf as UrlOf)({ objectKey: KEY }));

  const resource = `${url.origin}${url.pathname}`;
  expect(resource).toBe('https://cdn.example/uploads/acme/01jd3z8q/a%20film%2B1.mp4');
  expect(url.searchParams.get('Key-Pair-Id')).toBe('K2');
  const expires = Number(url.searchParams.get('Expires'));
  expect(expires * 1000).toBeGreaterThan(Date.now() + 14 * 60_000);
  // What CloudFront verifies, and its own form of base64.
  const policy = `{"Statement":[{"Resource":"${resource}","Condition":{"DateLessThan":{"AWS:EpochTime":${expires}}}}]}`;
  const signature = (url.searchParams.get('Signature') ?? '').replace(
    /[-_~]/g,
    (letter) => ({ '-': '+', _: '=', '~': '/' })[letter] ?? '',
  );
  const verify = createVerify('RSA-SHA1').update(policy);
  expect(verify.verify(createPublicKey(publicKey), signature, 'base64')).toBe(true);
});

test('the URL of a public bucket names the object, whatever letters its key has', async () => {
  vi.stubEnv('PUBLIC_URL', 'https://media.s3.eu-central-1.amazonaws.com');
  const { load } = await writeRecipe('database');
  const url = ((await load('public/url-of.js')).urlOf as UrlOf)({ objectKey: KEY });
  expect(url).toBe(
    'https://media.s3.eu-central-1.amazonaws.com/uploads/acme/01jd3z8q/a%20film%2B1.mp4',
  );
});
