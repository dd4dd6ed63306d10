import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readConfig } from './config.ts';

const key = Buffer.alloc(32, 1).toString('base64');
const otherKey = Buffer.alloc(32, 2).toString('base64');
const jwtSecret = 'a secret of more than thirty-two bytes';

const JWT = { SLIPWAY_JWT_SECRET: jwtSecret };
const JWKS = {
  SLIPWAY_JWKS_URL: 'https://login.example/jwks.json',
  SLIPWAY_JWT_ISSUER: 'https://login.example',
  SLIPWAY_JWT_AUDIENCE: 'slipway',
};
const PROXY = {
  SLIPWAY_TRUSTED_PROXIES: '10.0.0.0/8, ::1',
  SLIPWAY_PROXY_SUBJECT_HEADER: 'X-Forwarded-User',
};

function configOf(env: Record<string, string>) {
  const result = readConfig(env);
  if ('mistakes' in result) throw new Error(result.mistakes.join('\n'));
  return result.config;
}

function mistakesOf(env: Record<string, string>): readonly string[] {
  const result = readConfig(env);
  return 'mistakes' in result ? result.mistakes : [];
}

test('an empty environment configures a local backend with the embedded store', () => {
  expect(configOf({})).toEqual({
    host: '127.0.0.1',
    port: 3000,
    dataDir: resolve('.slipway'),
    storage: { kind: 'embedded', port: 9000 },
    storageTimeoutSeconds: 30,
    completeTimeoutSeconds: 300,
    allowedOrigins: [],
    trustedProxies: [],
    callers: { kind: 'local', isAdmin: true },
    policy: {},
    limits: {
      rateLimits: {
        requests: { limit: 50, windowSeconds: 1 },
        uploads: { limit: 1_000, windowSeconds: 1 },
        parts: { limit: 5_000, windowSeconds: 1 },
        refusals: { limit: 100, windowSeconds: 60 },
      },
      addressRate: 6_000,
    },
    verifyType: false,
    keepFolders: false,
    webhooks: {},
    uploadLifetimeSeconds: 604_800,
    smallFiles: 'post',
    credentialsSplit: false,
    object: {},
    file: { name: 'slipway.config.ts', options: {} },
    given: new Set(),
    shutdown: { delaySeconds: 0, graceSeconds: 10 },
    description: expect.arrayContaining([expect.objectContaining({ name: 'PORT' })]),
  });
});

test('variables set to nothing count as not set', () => {
  expect(configOf({ PORT: '', S3_BUCKET: ' ', SLIPWAY_JWT_SECRET: '' })).toEqual(configOf({}));
});

test('with S3_BUCKET a real store is used', () => {
  const env = { S3_BUCKET: 'media', S3_REGION: 'eu-west-1', S3_ENDPOINT: 'https://s3.example' };
  expect(configOf({ ...env, S3_FORCE_PATH_STYLE: 'true' }).storage).toEqual({
    kind: 'remote',
    bucket: 'media',
    region: 'eu-west-1',
    endpoint: 'https://s3.example',
    otherEndpoints: [],
    forcePathStyle: true,
  });
});

test('the store’s time limits are read in seconds', () => {
  const env = { S3_TIMEOUT_SECONDS: '5', S3_COMPLETE_TIMEOUT_SECONDS: '3600' };
  expect(configOf(env)).toMatchObject({ storageTimeoutSeconds: 5, completeTimeoutSeconds: 3_600 });
  expect(mistakesOf({ S3_TIMEOUT_SECONDS: '0', S3_COMPLETE_TIMEOUT_SECONDS: '3601' })).toEqual([
    'S3_TIMEOUT_SECONDS: is a whole number of seconds from 1 to 3600.',
    'S3_COMPLETE_TIMEOUT_SECONDS: is a whole number of seconds from 1 to 3600.',
  ]);
});

test('the backend uses the other endpoints that are named', () => {
  const ways = 'https://a.example, https://b.example';
  const config = configOf({ S3_BUCKET: 'media', S3_OTHER_ENDPOINTS: ways });
  expect(config.storage).toMatchObject({
    otherEndpoints: ['https://a.example', 'https://b.example'],
  });
  expect(configOf({ SLIPWAY_CREDENTIALS_SPLIT: 'true' }).credentialsSplit).toBe(true);
  expect(mistakesOf({ S3_BUCKET: 'media', S3_OTHER_ENDPOINTS: 'a.example' })).toEqual([
    expect.stringMatching(/^S3_OTHER_ENDPOINTS: .*separated by commas/),
  ]);
  expect(mistakesOf({ S3_OTHER_ENDPOINTS: ways })).toEqual([expect.stringContaining('S3_BUCKET')]);
});

test('limits become the policy', () => {
  const config = configOf({
    SLIPWAY_MAX_FILE_SIZE: '5GiB',
    SLIPWAY_MIN_FILE_SIZE: '1',
    SLIPWAY_MAX_FILES: '20',
    SLIPWAY_ACCEPT: 'video/*, .pdf,image/svg+xml',
    SLIPWAY_ALLOWED_TYPES: 'video/*,application/pdf',
    SLIPWAY_ALLOWED_EXTENSIONS: '.mp4, pdf',
    SLIPWAY_PART_SIZE: '16 MiB',
    SLIPWAY_INTEGRITY: 'crc64nvme',
    SLIPWAY_URL_LIFETIME_SECONDS: '60',
    SLIPWAY_UPLOAD_LIFETIME_SECONDS: '86400',
    SLIPWAY_SMALL_FILES: 'put',
  });
  expect(config.policy).toEqual({
    maxFileSize: 5 * 1024 ** 3,
    minFileSize: 1,
    maxFiles: 20,
    accept: ['video/*', '.pdf', 'image/svg+xml'],
    allowedTypes: ['video/*', 'application/pdf'],
    allowedExtensions: ['.mp4', 'pdf'],
    partSize: 16 * 1024 ** 2,
    integrity: 'crc64nvme',
  });
  expect(config.urlLifetimeSeconds).toBe(60);
  expect(config.uploadLifetimeSeconds).toBe(86_400);
  expect(config.smallFiles).toBe('put');
});

test('by default only the same browser resumes, and types are not verified', () => {
  expect(configOf({})).toMatchObject({ resume: undefined, verifyType: false });
  const env = { SLIPWAY_RESUME: 'any-device', SLIPWAY_VERIFY_TYPE: 'true' };
  expect(configOf(env)).toMatchObject({ resume: 'any-device', verifyType: true });
});

test('small files go as forms to the embedded store; for other stores the library decides', () => {
  expect(configOf({}).smallFiles).toBe('post');
  expect(configOf({ S3_BUCKET: 'media' }).smallFiles).toBeUndefined();
  expect(configOf({ S3_BUCKET: 'media', SLIPWAY_SMALL_FILES: 'post' }).smallFiles).toBe('post');
});

test('keys, origins and secrets are read', () => {
  const config = configOf({
    SLIPWAY_TOKEN_KEYS: `new:${key}, old:${otherKey}`,
    SLIPWAY_ALLOWED_ORIGINS: 'https://app.example, http://localhost:5173',
    SLIPWAY_JWT_SECRET: jwtSecret,
    HOST: '192.0.2.1',
    SLIPWAY_LOCAL_ACCESS_KEY: 'AK',
    SLIPWAY_LOCAL_SECRET_KEY: 'SK',
  });
  expect(config.tokenKeys?.map(({ id, secret }) => [id, secret.byteLength])).toEqual([
    ['new', 32],
    ['old', 32],
  ]);
  expect(config.allowedOrigins).toEqual(['https://app.example', 'http://localhost:5173']);
  expect(config.storage).toMatchObject({
    credentials: { accessKeyId: 'AK', secretAccessKey: 'SK' },
  });
});

function tenantClaim(env: Record<string, string>) {
  const { callers } = configOf({ ...JWT, ...env });
  return callers.kind === 'jwt' ? callers.tenantClaim : undefined;
}

describe('callers are identified by', () => {
  test('a shared secret', () => {
    const env = { ...JWT, SLIPWAY_ADMIN_CLAIM: 'a=b=c', SLIPWAY_ADMIN_GROUP: 'admins' };
    expect(configOf(env).callers).toMatchObject({
      kind: 'jwt',
      keys: { kind: 'secret', secret: new TextEncoder().encode(jwtSecret) },
      algorithms: ['HS256'],
      admins: [
        { kind: 'claim', claim: 'a', value: 'b=c' },
        { kind: 'group', group: 'admins' },
      ],
    });
  });

  test('a maximum age of tokens, which only tokens can have', () => {
    const age = { SLIPWAY_JWT_MAX_AGE_SECONDS: '3600' };
    expect(configOf(JWT).callers).toMatchObject({ maxAgeSeconds: undefined });
    expect(configOf({ ...JWT, ...age }).callers).toMatchObject({ maxAgeSeconds: 3_600 });
    expect(mistakesOf({ ...JWT, SLIPWAY_JWT_MAX_AGE_SECONDS: '1h' })).toEqual([
      expect.stringMatching(/^SLIPWAY_JWT_MAX_AGE_SECONDS: must be a whole number/),
    ]);
    expect(mistakesOf({ ...PROXY, ...age })).toEqual([
      'SLIPWAY_JWT_MAX_AGE_SECONDS: has no effect without SLIPWAY_JWT_SECRET or SLIPWAY_JWKS_URL. Set that too.',
    ]);
  });

  test('a tenant, which every caller needs if its claim is named', () => {
    expect(tenantClaim({})).toEqual({ name: 'tenant', isRequired: false });
    expect(tenantClaim({ SLIPWAY_JWT_TENANT_CLAIM: '' })).toEqual(tenantClaim({}));
    for (const name of ['tenant', 'org.id']) {
      expect(tenantClaim({ SLIPWAY_JWT_TENANT_CLAIM: name })).toEqual({ name, isRequired: true });
    }
  });

  test('the keys of an identity provider', () => {
    expect(configOf({ ...JWKS, HOST: '192.0.2.1' }).callers).toMatchObject({
      keys: { kind: 'jwks', url: 'https://login.example/jwks.json' },
      algorithms: ['RS256', 'PS256', 'ES256', 'EdDSA'],
      issuer: 'https://login.example',
      audience: 'slipway',
      admins: [],
    });
  });

  test('a trusted proxy', () => {
    const config = configOf({ ...PROXY, HOST: '192.0.2.1' });
    expect(config.callers).toEqual({ kind: 'proxy', subjectHeader: 'x-forwarded-user' });
    expect(config.trustedProxies).toEqual(['10.0.0.0/8', '::1']);
  });

  test.each([
    [{}, true],
    [{ S3_BUCKET: 'media' }, false],
    [{ S3_BUCKET: 'media', SLIPWAY_LOCAL_ADMIN: 'true' }, true],
  ])('using this machine; with %j they are admins: %s', (env, isAdmin) => {
    expect(configOf(env).callers).toEqual({ kind: 'local', isAdmin });
  });
});

describe('one mistake is one line that names the variable', () => {
  test.each([
    ['PORT', { PORT: 'http' }],
    ['PORT', { PORT: '65536' }],
    ['PORT', { PORT: '-1' }],
    ['S3_PORT', { S3_PORT: '9000a' }],
    ['HOST', { HOST: 'http://here/' }],
    ['HOST', { HOST: '192.0.2.1' }],
    ['HOST', { HOST: '0.0.0.0', SLIPWAY_JWT_SECRET: jwtSecret }],
    ['S3_REGION', { S3_REGION: 'eu-west-1' }],
    ['S3_ENDPOINT', { S3_ENDPOINT: 'https://s3.example' }],
    ['S3_ENDPOINT', { S3_BUCKET: 'media', S3_ENDPOINT: 's3.example' }],
    ['S3_FORCE_PATH_STYLE', { S3_BUCKET: 'media', S3_FORCE_PATH_STYLE: 'perhaps' }],
    ['SLIPWAY_LOCAL_SECRET_KEY', { SLIPWAY_LOCAL_ACCESS_KEY: 'a' }],
    ['SLIPWAY_LOCAL_ACCESS_KEY', { SLIPWAY_LOCAL_SECRET_KEY: 'a' }],
    ['SLIPWAY_TOKEN_KEYS', { SLIPWAY_TOKEN_KEYS: key }],
    ['SLIPWAY_TOKEN_KEYS', { SLIPWAY_TOKEN_KEYS: 'a:c2hvcnQ=' }],
    ['SLIPWAY_TOKEN_KEYS', { SLIPWAY_TOKEN_KEYS: `a:${key},a:${key}` }],
    ['SLIPWAY_TOKEN_KEYS', { SLIPWAY_TOKEN_KEYS: `a:${key},b:${key}` }],
    ['SLIPWAY_ALLOWED_ORIGINS', { SLIPWAY_ALLOWED_ORIGINS: 'https://app.example/' }],
    ['SLIPWAY_ALLOWED_ORIGINS', { SLIPWAY_ALLOWED_ORIGINS: '*' }],
    ['SLIPWAY_JWT_SECRET', { SLIPWAY_JWT_SECRET: 'short' }],
    ['SLIPWAY_JWKS_URL', { ...JWKS, SLIPWAY_JWKS_URL: 'http://login.example/jwks' }],
    ['SLIPWAY_JWKS_URL', { ...JWKS, SLIPWAY_JWT_SECRET: jwtSecret }],
    ['SLIPWAY_JWT_ISSUER', { ...JWKS, SLIPWAY_JWT_ISSUER: '' }],
    ['SLIPWAY_JWT_AUDIENCE', { ...JWKS, SLIPWAY_JWT_AUDIENCE: '' }],
    ['SLIPWAY_JWT_AUDIENCE', { SLIPWAY_JWT_AUDIENCE: 'slipway' }],
    ['SLIPWAY_JWT_ALGORITHMS', { ...JWKS, SLIPWAY_JWT_ALGORITHMS: 'RS256,HS256' }],
    ['SLIPWAY_JWT_ALGORITHMS', { ...JWT, SLIPWAY_JWT_ALGORITHMS: 'RS256' }],
    ['SLIPWAY_JWT_ALGORITHMS', { ...JWT, SLIPWAY_JWT_ALGORITHMS: 'none' }],
    ['SLIPWAY_TRUSTED_PROXIES', { ...PROXY, SLIPWAY_TRUSTED_PROXIES: '' }],
    ['SLIPWAY_TRUSTED_PROXIES', { ...PROXY, SLIPWAY_TRUSTED_PROXIES: '10.0.0.0/33' }],
    ['SLIPWAY_TRUSTED_PROXIES', { ...PROXY, SLIPWAY_TRUSTED_PROXIES: 'balancer' }],
    ['SLIPWAY_TRUSTED_PROXIES', { SLIPWAY_TRUSTED_PROXIES: '10.0.0.0/8' }],
    ...['0.0.0.0/0', '::/0', '10.0.0.0/8,::/0', '0.0.0.0/1,128.0.0.0/1', '::ffff:0:0/96'].map(
      (proxies): [string, Record<string, string>] => [
        'SLIPWAY_TRUSTED_PROXIES',
        { ...PROXY, SLIPWAY_TRUSTED_PROXIES: proxies },
      ],
    ),
    ['SLIPWAY_PROXY_SUBJECT_HEADER', { ...PROXY, SLIPWAY_JWT_SECRET: jwtSecret }],
    ['SLIPWAY_PROXY_SUBJECT_HEADER', { ...PROXY, SLIPWAY_PROXY_SUBJECT_HEADER: 'x user' }],
    ['SLIPWAY_PROXY_GROUPS_HEADER', { SLIPWAY_PROXY_GROUPS_HEADER: 'x-groups' }],
    ['SLIPWAY_ADMIN_CLAIM', { ...PROXY, SLIPWAY_ADMIN_CLAIM: 'role=admin' }],
    ['SLIPWAY_ADMIN_CLAIM', { ...JWT, SLIPWAY_ADMIN_CLAIM: 'admin' }],
    ['SLIPWAY_ADMIN_GROUP', { SLIPWAY_ADMIN_GROUP: 'admins' }],
    ['SLIPWAY_ADMIN_GROUP', { ...PROXY, SLIPWAY_ADMIN_GROUP: 'admins' }],
    ['SLIPWAY_LOCAL_ADMIN', { ...JWT, SLIPWAY_LOCAL_ADMIN: 'true' }],
    ['SLIPWAY_LOG_LEVEL', { SLIPWAY_LOG_LEVEL: 'loud' }],
    ['SLIPWAY_METRICS_TOKEN', { SLIPWAY_METRICS_TOKEN: 'short' }],
    ['SLIPWAY_SHUTDOWN_GRACE_SECONDS', { SLIPWAY_SHUTDOWN_GRACE_SECONDS: '3601' }],
    ['SLIPWAY_MAX_FILE_SIZE', { SLIPWAY_MAX_FILE_SIZE: '5 gigs' }],
    ['SLIPWAY_MAX_FILES', { SLIPWAY_MAX_FILES: '0' }],
    ['SLIPWAY_ACCEPT', { SLIPWAY_ACCEPT: 'pdf' }],
    ['SLIPWAY_ALLOWED_TYPES', { SLIPWAY_ALLOWED_TYPES: '.jpg' }],
    ['SLIPWAY_ALLOWED_EXTENSIONS', { SLIPWAY_ALLOWED_EXTENSIONS: 'image/*' }],
    ['SLIPWAY_VERIFY_TYPE', { SLIPWAY_VERIFY_TYPE: 'maybe' }],
    ['SLIPWAY_RESUME', { SLIPWAY_RESUME: 'everywhere' }],
    ['SLIPWAY_PART_SIZE', { SLIPWAY_PART_SIZE: '1MiB' }],
    ['SLIPWAY_INTEGRITY', { SLIPWAY_INTEGRITY: 'crc16' }],
    ['SLIPWAY_URL_LIFETIME_SECONDS', { SLIPWAY_URL_LIFETIME_SECONDS: '604801' }],
    ['SLIPWAY_UPLOAD_LIFETIME_SECONDS', { SLIPWAY_UPLOAD_LIFETIME_SECONDS: '59' }],
  ])('%s in %j', (name, env) => {
    const mistakes = mistakesOf(env);
    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]).toMatch(new RegExp(`^${name}: .+\\.$`));
    expect(mistakes[0]).not.toContain('\n');
  });

  test.each([
    ['SLIPWAY_ACCEPT', {}],
    ['SLIPWAY_ALLOWED_TYPES', {}],
    ['SLIPWAY_ALLOWED_EXTENSIONS', {}],
    ['SLIPWAY_ALLOWED_ORIGINS', {}],
    ['SLIPWAY_TRUSTED_PROXIES', PROXY],
    ['SLIPWAY_JWT_ALGORITHMS', JWT],
    ['S3_OTHER_ENDPOINTS', { S3_BUCKET: 'media' }],
  ])('and a list of commas only in %s counts as a mistake, not as everything', (name, env) => {
    for (const text of [',', ' , ,']) {
      expect(mistakesOf({ ...env, [name]: text })).toEqual([
        `${name}: lists nothing between its commas. Write at least one entry, or leave the variable out.`,
      ]);
    }
  });

  test.each([
    ['SLIPWAY_ACEPT', 'SLIPWAY_ACCEPT'],
    ['SLIPWAY_ALLOWED_EXTENSION', 'SLIPWAY_ALLOWED_EXTENSIONS'],
    ['SLIPWAY_MAX_FILESIZE', 'SLIPWAY_MAX_FILE_SIZE'],
    ['SLIPWAY_VERIFY_TYPES', 'SLIPWAY_VERIFY_TYPE'],
    ['SLIPWAY_TOKEN_KEY_FILE', 'SLIPWAY_TOKEN_KEYS_FILE'],
    ['SLIPWAY_ACCEPT_FILE', 'SLIPWAY_ACCEPT'],
    ['SLIPWAY_BUCKET', 'S3_BUCKET'],
    ['SLIPWAY_PORT', 'PORT'],
    ['SLIPWAY_REDIS_URL', 'REDIS_URL'],
    ['slipway_accept', 'SLIPWAY_ACCEPT'],
    ['S3_BUKCET', 'S3_BUCKET'],
    ['S3_ENDPOINTS', 'S3_ENDPOINT'],
    ['S3_REGIO', 'S3_REGION'],
  ])('and %s is named, with %s, which is spelt right', (name, nearest) => {
    expect(mistakesOf({ [name]: 'image/*' })).toEqual([
      `${name}: the backend has no such variable. Did you mean ${nearest}?`,
    ]);
  });

  test.each([
    { SLIPWAY_PORT: 'tcp://10.0.0.1:80' },
    {
      SLIPWAY_SERVICE_HOST: '10.0.0.1',
      SLIPWAY_SERVICE_PORT: '80',
      SLIPWAY_SERVICE_PORT_HTTP: '80',
    },
    { SLIPWAY_PORT_80_TCP: 'tcp://10.0.0.1:80', SLIPWAY_PORT_80_TCP_ADDR: '10.0.0.1' },
    { SLIPWAY_WEB_SERVICE_HOST: '10.0.0.1', SLIPWAY_WEB_PORT: 'tcp://10.0.0.1:80' },
    { SLIPWAY_ACEPT: '' },
    { S3_SECRET_KEY: 'a', S3_HOST: 'b', S3_HOSTNAME: 'c' },
    { MY_SLIPWAY_ACCEPT: 'a' },
  ])('and variables that other programs set count for nothing: %j', (env) => {
    expect(mistakesOf(env)).toEqual([]);
  });

  test('and several mistakes are reported at once', () => {
    const mistakes = mistakesOf({ PORT: 'x', SLIPWAY_MAX_FILES: 'x', S3_REGION: 'x' });
    expect(mistakes.map((line) => line.split(':', 1)[0])).toEqual([
      'PORT',
      'SLIPWAY_MAX_FILES',
      'S3_REGION',
    ]);
  });

  test('and quotes no secret', () => {
    const mistakes = mistakesOf({ SLIPWAY_JWT_SECRET: 'hunter2', SLIPWAY_TOKEN_KEYS: 'a:hunter2' });
    expect(mistakes).toHaveLength(2);
    expect(mistakes.join()).not.toContain('hunter2');
  });
});

test.each(['localhost', '::1', '127.0.0.53'])('the loopback address %s needs no JWT', (host) => {
  expect(configOf({ HOST: host }).host).toBe(host);
});

describe('webhooks', () => {
  const secrets = [7, 8].map((byte) => `whsec_${Buffer.alloc(32, byte).toString('base64')}`);
  const url = 'https://app.example/hooks';

  test('go to one URL, and are signed with one or several secrets', () => {
    for (const SLIPWAY_WEBHOOK_SECRET of [secrets.join(' '), ` ${secrets.join(' , ')}\n`]) {
      const { webhooks } = configOf({ SLIPWAY_WEBHOOK_URL: url, SLIPWAY_WEBHOOK_SECRET });
      expect(webhooks).toEqual({ url, secrets });
    }
    expect(configOf({}).webhooks).toEqual({});
  });

  test('need both variables', () => {
    expect(mistakesOf({ SLIPWAY_WEBHOOK_URL: url })).toEqual([
      'SLIPWAY_WEBHOOK_SECRET: must be set together with SLIPWAY_WEBHOOK_URL.',
    ]);
    expect(mistakesOf({ SLIPWAY_WEBHOOK_SECRET: secrets[0] ?? '' })).toEqual([
      'SLIPWAY_WEBHOOK_URL: must be set together with SLIPWAY_WEBHOOK_SECRET.',
    ]);
  });

  test.each([
    ['SLIPWAY_WEBHOOK_URL', 'ftp://hunter2@app.example'],
    ['SLIPWAY_WEBHOOK_URL', 'hunter2'],
    ['SLIPWAY_WEBHOOK_URL', 'https://us%er:hunter2@app.example/hooks'],
    ['SLIPWAY_WEBHOOK_SECRET', 'hunter2'],
    ['SLIPWAY_WEBHOOK_SECRET', `${secrets[0]} whsec_hunter2`],
    ['SLIPWAY_WEBHOOK_SECRET', ','],
  ])('%s=%s is a mistake that is not quoted', (name, wrong) => {
    const right = { SLIPWAY_WEBHOOK_URL: url, SLIPWAY_WEBHOOK_SECRET: secrets[0] ?? '' };
    const mistakes = mistakesOf({ ...right, [name]: wrong });
    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]).toContain(`${name}: `);
    expect(mistakes[0]).not.toContain('hunter2');
  });
});
