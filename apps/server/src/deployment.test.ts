import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { freePort } from '../../../packages/server/testing/free-port.ts';
import {
  makeSecrets,
  readBackendEnvironment,
  readCompose,
  withSecretsIn,
} from '../testing/deployment.ts';
import { readConfig } from './config/config.ts';
import { environmentTable } from './config/environment-table.ts';
import { readSecretFiles } from './config/secrets.ts';
import { createLog } from './log/log.ts';
import { openSharedState } from './shared-state/shared-state.ts';

/** Variables that Node and the AWS SDK read themselves. */
const NOT_OURS = ['NODE_ENV', 'AWS_REGION', 'AWS_SHARED_CREDENTIALS_FILE'];
const BACKENDS = ['backend-a', 'backend-b'];

let folder: string;
let secretsDir: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-deployment-'));
  secretsDir = join(folder, 'secrets');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test.each(BACKENDS)('the backend reads every variable that %s sets', (name) => {
  const known = environmentTable().flatMap((row) =>
    row.isSecret ? [row.name, `${row.name}_FILE`] : [row.name],
  );
  const given = Object.keys(readBackendEnvironment(name));
  expect(given).toContain('HOST'); // The image sets it.
  expect(given).toContain('REDIS_URL'); // The compose file sets it.
  expect(given.filter((variable) => ![...known, ...NOT_OURS].includes(variable))).toEqual([]);
});

test.each(BACKENDS)('%s has a valid configuration with the generated secrets', (name) => {
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
      limits: {
        redisUrl: 'redis://redis:6379',
        redisPassword: expect.stringMatching(/^[\w-]{43}$/),
      },
      tokenKeys: [{ id: 'k1' }],
      metricsToken: expect.stringMatching(/^[\w-]{43}$/),
    },
  });
});

test('the script makes every secret that compose.yaml mounts, and no other', async () => {
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

test('the Redis of compose.yaml refuses clients without the password', async () => {
  makeSecrets(secretsDir);
  const password = (await readFile(join(secretsDir, 'redis-password'), 'utf8')).trim();
  const port = await freePort();
  const { entrypoint = [], command = [] } = readCompose().services.redis ?? {};
  const [program = '', ...args] = [...entrypoint, ...command, '--port', String(port)].map((text) =>
    // Compose reads `$$` as `$`.
    text
      .replaceAll('$$', '$')
      .replaceAll('/run/secrets', secretsDir)
      .replace('redis-server', process.env.REDIS_SERVER_PATH ?? 'redis-server'),
  );
  const server = spawn(program, args, { cwd: folder, stdio: 'ignore' });
  onTestFinished(async () => {
    server.kill('SIGTERM'); // Reaches Redis, which has replaced the shell.
    await once(server, 'exit');
  });
  const redisUrl = `redis://127.0.0.1:${port}`;
  const reasonOf = (redisPassword: string | undefined) =>
    openSharedState({ redisUrl, redisPassword }, createLog({ level: 'silent', secrets: [] })).then(
      (state) => state.close(),
      (error: Error) => error.message,
    );
  await expect.poll(() => reasonOf(undefined), { timeout: 15_000 }).toContain('NOAUTH');
  expect(await reasonOf('guess')).toContain('WRONGPASS');
  expect(await reasonOf(password)).toBeUndefined();
});

test('the script does not replace existing secrets', () => {
  makeSecrets(secretsDir);
  expect(() => makeSecrets(secretsDir)).toThrow('already exists');
});
