import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  makeSecrets,
  readBackendEnvironment,
  readCompose,
  withSecretsIn,
} from '../testing/deployment.ts';
import { readConfig } from './config/config.ts';
import { environmentTable } from './config/environment-table.ts';
import { readSecretFiles } from './config/secrets.ts';

/** Read by Node and the AWS SDK themselves. */
const NOT_OURS = ['NODE_ENV', 'AWS_REGION', 'AWS_SHARED_CREDENTIALS_FILE'];
const BACKENDS = ['backend-a', 'backend-b'];

let folder: string;
let secretsDir: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-deployment-'));
  secretsDir = join(folder, 'secrets');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test.each(BACKENDS)('every variable that %s is given is one that is read', (name) => {
  const known = environmentTable().flatMap((row) =>
    row.isSecret ? [row.name, `${row.name}_FILE`] : [row.name],
  );
  const given = Object.keys(readBackendEnvironment(name));
  expect(given).toContain('HOST'); // Of the image.
  expect(given).toContain('REDIS_URL'); // Of the compose file.
  expect(given.filter((variable) => ![...known, ...NOT_OURS].includes(variable))).toEqual([]);
});

test.each(BACKENDS)(
  '%s is given a configuration that it takes, with the secrets that were made',
  (name) => {
    makeSecrets(secretsDir);
    const { environment, mistakes } = readSecretFiles(
      withSecretsIn(secretsDir, readBackendEnvironment(name)),
    );
    expect(mistakes).toEqual([]);
    expect(readConfig(environment)).toMatchObject({
      config: {
        host: '0.0.0.0',
        storage: { kind: 'remote', bucket: 'uploads' },
        callers: { kind: 'proxy', adminGroup: 'admins' },
        limits: { redisUrl: 'redis://redis:6379' },
        tokenKeys: [{ id: 'k1' }],
        metricsToken: expect.stringMatching(/^[\w-]{43}$/),
      },
    });
  },
);

test('every secret that compose.yaml mounts is made, and no other', async () => {
  const { services, secrets } = readCompose();
  makeSecrets(secretsDir);
  const made = await readdir(secretsDir);
  expect(made).toEqual(Object.keys(secrets).sort());
  expect(
    Object.values(secrets)
      .map(({ file }) => basename(file))
      .sort(),
  ).toEqual(made);
  const mounted = Object.values(services).flatMap((service) => service.secrets ?? []);
  expect([...new Set(mounted)].sort()).toEqual(made);
});

test('existing secrets are not replaced', () => {
  makeSecrets(secretsDir);
  expect(() => makeSecrets(secretsDir)).toThrow('already exists');
});
