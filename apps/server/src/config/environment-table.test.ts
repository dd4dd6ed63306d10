import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { describeConfiguration } from './describe-configuration.ts';
import { environmentTable } from './environment-table.ts';
import { SECRET_NAMES } from './secrets.ts';

test('the README’s table matches the schema for every variable', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const rows = readme
    .split('\n')
    .filter((line) => /^\| `[A-Z]/.test(line))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  expect(rows).toEqual(
    environmentTable().map(({ name, unset, meaning }) => [`\`${name}\``, unset, meaning]),
  );
});

test('no two variables share a description', () => {
  const meanings = environmentTable().map(({ meaning }) => meaning);
  expect(new Set(meanings).size).toBe(meanings.length);
});

test('an admin sees each setting or its default, and no secret', () => {
  const secrets = Object.fromEntries(SECRET_NAMES.map((name) => [name, `hunter2 of ${name}`]));
  const entries = describeConfiguration({
    ...secrets,
    PORT: '8080',
    S3_REGION: ' ',
    S3_ENDPOINT: 'https://user:hunter2@s3.example/',
    PATH: '/bin',
  });
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  expect(byName.get('PORT')).toMatchObject({ isSet: true, value: '8080' });
  expect(byName.get('HOST')).toMatchObject({ isSet: false, value: '`127.0.0.1`' });
  expect(byName.get('S3_REGION')).toMatchObject({ isSet: false, value: 'the SDK’s' });
  expect(byName.get('S3_ENDPOINT')).toMatchObject({ value: 'https://***@s3.example/' });
  for (const name of SECRET_NAMES) {
    expect(byName.get(name)).toEqual({
      name,
      meaning: expect.any(String),
      isSet: true,
      isSecret: true,
      value: undefined,
    });
  }
  expect(byName.has('PATH')).toBe(false);
  expect(JSON.stringify(entries)).not.toContain('hunter2');
});

test('an admin sees which settings the config file makes', () => {
  const options = { policy: () => ({}), object: { storageClass: 'STANDARD_IA' as const } };
  const entries = describeConfiguration({}, { name: 'slipway.config.ts', options });
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  expect(byName.get('SLIPWAY_ACCEPT')).toMatchObject({
    isSet: true,
    value: '`policy` in slipway.config.ts',
  });
  expect(byName.get('S3_STORAGE_CLASS')).toMatchObject({
    isSet: true,
    value: '`object.storageClass` in slipway.config.ts',
  });
  expect(byName.get('S3_SSE')).toMatchObject({ isSet: false, value: 'the bucket’s' });
});
