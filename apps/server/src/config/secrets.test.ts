import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readSecretFiles, SECRET_NAMES, secretsIn } from './secrets.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-secrets-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('every secret can be given as the path of a file', () => {
  const path = join(folder, 'secret');
  writeFileSync(path, 'hunter2 \n');
  for (const name of SECRET_NAMES) {
    const { environment, mistakes } = readSecretFiles({ [`${name}_FILE`]: path });
    expect([environment[name], mistakes]).toEqual(['hunter2 ', []]);
  }
});

test('a secret that is given twice, or in a missing file, is a mistake', () => {
  const path = join(folder, 'missing');
  const { mistakes } = readSecretFiles({
    SLIPWAY_JWT_SECRET: 'hunter2',
    SLIPWAY_JWT_SECRET_FILE: path,
    SLIPWAY_METRICS_TOKEN_FILE: path,
  });
  expect(mistakes).toEqual([
    'SLIPWAY_JWT_SECRET_FILE: SLIPWAY_JWT_SECRET is set, too. Set only one of the two.',
    `SLIPWAY_METRICS_TOKEN_FILE: ${path} can't be read (ENOENT).`,
  ]);
});

test('the log hides each secret, each key of a list, a URL’s password and the SDK’s credentials', () => {
  const secrets = secretsIn({
    SLIPWAY_TOKEN_KEYS: 'a:first,b:second',
    SLIPWAY_JWT_SECRET: 'third',
    AWS_SECRET_ACCESS_KEY: 'fourth',
    REDIS_URL: 'redis://app:fi%66th@redis.example',
    S3_BUCKET: 'media',
  });
  for (const secret of ['first', 'second', 'third', 'fourth', 'fifth'])
    expect(secrets).toContain(secret);
  expect(secrets).not.toContain('media');
});
