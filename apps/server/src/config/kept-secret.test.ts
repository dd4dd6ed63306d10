import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keptSecret } from './kept-secret.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-secret-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

let made = 0;
const make = () => {
  made += 1;
  return `secret-${made}`;
};
const parse = (text: string) => (text.startsWith('secret-') ? text : undefined);

test('the backend makes a secret once, and only its owner can read it', async () => {
  const data = join(folder, 'new', 'data');
  const first = await keptSecret(data, 'key', make, parse);
  expect(await keptSecret(data, 'key', make, parse)).toBe(first);
  expect((await stat(join(data, 'key'))).mode & 0o777).toBe(0o600);
  expect((await stat(data)).mode & 0o777).toBe(0o700);
  expect(await readdir(data)).toEqual(['key']);
});

test('two starts at once end up with the same secret', async () => {
  const both = await Promise.all([1, 2].map(() => keptSecret(folder, 'key', make, parse)));
  expect(new Set(both).size).toBe(1);
});

test('a damaged secret is not replaced behind its owner’s back', async () => {
  await writeFile(join(folder, 'key'), 'gibberish');
  await expect(keptSecret(folder, 'key', make, parse)).rejects.toThrow(
    `${join(folder, 'key')} is damaged. Restore it, or remove it to have a new one made.`,
  );
});

test('the error names a data folder that cannot be used', async () => {
  await writeFile(join(folder, 'file'), '');
  await expect(keptSecret(join(folder, 'file'), 'key', make, parse)).rejects.toThrow(
    'SLIPWAY_DATA names the folder.',
  );
});
