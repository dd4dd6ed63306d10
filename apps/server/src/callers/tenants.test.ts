import { SignJWT } from 'jose';
import { afterEach, describe, expect, test } from 'vitest';
import { startTestBackend } from '../../testing/start-backend.ts';
import { callApi, createFile, putPart } from '../../testing/upload-file.ts';

const MiB = 1024 ** 2;
const secret = 'a secret of more than thirty-two bytes';
const JWT = { SLIPWAY_JWT_SECRET: secret };

/** Characters that look like nothing, or like a space. */
const INVISIBLE = [
  '\u200B',
  '\u200D',
  '\u00AD',
  '\uFE0F',
  '\u{E0041}',
  '\u3164',
  '\u2800',
  '\u034F',
  '\u00A0',
  '\u3000',
];

const toClose: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of toClose.splice(0)) await one.close();
});

async function start(env: Record<string, string> = {}): Promise<string> {
  const backend = await startTestBackend({ ...JWT, ...env });
  toClose.push(backend);
  return backend.url;
}

/** The headers of a caller whose JWT has these claims. */
async function bearing(claims: object): Promise<Record<string, string>> {
  const jwt = new SignJWT({ ...claims })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime('5 min');
  return { authorization: `Bearer ${await jwt.sign(new TextEncoder().encode(secret))}` };
}

/** The response of the backend before it reads a body. */
async function policyFor(url: string, headers: Record<string, string>) {
  const answer = await fetch(`${url}/api/policy`, { headers });
  const { error } = (await answer.json()) as { readonly error?: { readonly code: string } };
  return { status: answer.status, code: error?.code };
}

const KNOWN = { status: 200, code: undefined };
const REFUSED = { status: 401, code: 'unauthorized' };

describe('S28 a caller of tenant 2', () => {
  test('reaches no upload of the caller of tenant 1, although both have the same name', async () => {
    const url = await start();
    const [one, two] = [
      await bearing({ sub: 'alice', tenant: 1 }),
      await bearing({ sub: 'alice', tenant: 2 }),
    ];
    const created = await createFile(url, 6 * MiB, one);
    const [{ token, objectKey, parts }] = created.body.uploads;
    expect(objectKey).toMatch(/^uploads\/1\//);
    await putPart(parts[0], new Uint8Array(5 * MiB), url);

    const requests = [
      ['uploads/parts', { token }],
      ['uploads/presign', { uploads: [{ token, parts: [{ partNumber: 1 }] }] }],
      ['uploads/complete', { uploads: [{ token }] }],
      ['uploads/abort', { uploads: [{ token }] }],
    ] as const;
    for (const [route, body] of requests) {
      const answer = await callApi(url, route, body, two);
      expect([route, answer.status, answer.body.error.code]).toEqual([route, 403, 'forbidden']);
    }
    const listed = await callApi(url, 'uploads/parts', { token }, one);
    expect(listed.body).toMatchObject({ status: 'unfinished', parts: [{ partNumber: 1 }] });
  });

  test('resumes no upload of the caller of tenant 1 with the same file', async () => {
    const url = await start({ SLIPWAY_RESUME: 'any-device' });
    const file = { name: 'a.txt', size: 6 * MiB, type: 'text/plain', partSize: 5 * MiB };
    const body = { files: [{ ...file, integrity: 'none', fingerprint: 'the same' }] };
    const keyFor = async (tenant: unknown) => {
      const headers = await bearing({ sub: 'alice', tenant });
      const { body: answer } = await callApi(url, 'uploads', body, headers);
      return answer.uploads[0].objectKey;
    };
    const first = await keyFor(1);
    expect(await keyFor(2)).toMatch(/^uploads\/2\//);
    expect(await keyFor(1)).toBe(first);
    // A tenant is compared as text, however the identity provider writes it.
    expect(await keyFor('1')).toBe(first);
  });
});

describe('a tenant is', () => {
  test.each([
    ['a text', 'acme', 'acme'],
    ['a text of digits', '007', '007'],
    ['a whole number', 7, '7'],
    ['zero', 0, '0'],
    ['a number below zero', -7, '-7'],
    ['words with a space between them', 'acme beta', 'acme beta'],
    ['the largest safe number', Number.MAX_SAFE_INTEGER, '9007199254740991'],
  ])('%s: %j', async (_name, tenant, folder) => {
    const url = await start();
    const { body } = await createFile(url, 5, await bearing({ sub: 'alice', tenant }));
    expect(body.uploads[0].objectKey.split('/')[1]).toBe(folder);
  });

  test('none, for a caller without the claim, if the claim is not configured', async () => {
    const url = await start();
    const { body } = await createFile(url, 5, await bearing({ sub: 'alice' }));
    expect(body.uploads[0].objectKey.split('/')).toHaveLength(3);
  });
});

describe('S28 a JWT gets 401 before any upload is created', () => {
  const TENANTS = [
    ['true', true],
    ['false', false],
    ['null', null],
    ['an object', { id: 1 }],
    ['a list', ['acme']],
    ['an empty text', ''],
    ['a fraction', 1.5],
    ['a number that is not safe', 2 ** 53],
    ['a text with a slash', 'acme/beta'],
    ['a path that leaves its folder', '..'],
    ['a dot', '.'],
    ['a text with a line break', 'ac\nme'],
    ['a text that changes the writing direction', 'ac\u202Eme'],
    ['a text that is not in Unicode normalization form C', 'cafe\u0301'],
    ['257 bytes', 'a'.repeat(257)],
    ...INVISIBLE.map(
      (text) => [`a look-alike with ${JSON.stringify(text)}`, `ac${text}me`] as const,
    ),
    ['a text that starts with a space', ' acme'],
    ['a text that ends with a space', 'acme '],
    ['a text with two spaces in a row', 'acme  beta'],
  ] as const;
  test.each(TENANTS)('if its tenant is %s', async (_name, tenant) => {
    const headers = await bearing({ sub: 'alice', tenant });
    for (const env of [{}, { SLIPWAY_JWT_TENANT_CLAIM: 'tenant' }]) {
      const url = await start(env);
      expect(await policyFor(url, headers)).toEqual(REFUSED);
      expect((await createFile(url, 5, headers)).status).toBe(401);
    }
  });

  test.each([
    ['org', {}],
    ['org', { tenant: 'acme' }],
    ['org', { org: undefined }],
    ['org.id', { org: { name: 'acme' } }],
    ['org.id', { org: 'acme' }],
    ['org.id', { org: null }],
  ])('if it lacks the configured claim %s: %j', async (claim, claims) => {
    const url = await start({ SLIPWAY_JWT_TENANT_CLAIM: claim });
    expect(await policyFor(url, await bearing({ sub: 'alice', ...claims }))).toEqual(REFUSED);
    const good = claim === 'org' ? { org: 7 } : { org: { id: 7 } };
    expect(await policyFor(url, await bearing({ sub: 'alice', ...good }))).toEqual(KNOWN);
  });

  test.each([[7], [true], [null], [{ id: 'alice' }], [['alice']], ['']])(
    'if its subject is %j',
    async (sub) => {
      expect(await policyFor(await start(), await bearing({ sub }))).toEqual(REFUSED);
    },
  );

  test.each([
    ...INVISIBLE.map((text) => `ali${text}ce`),
    ' alice',
    'alice ',
    'ali  ce',
    'ali\nce',
    'ali\u202Ece',
    'a'.repeat(7_000),
  ])('if its subject is %j, which looks like another', async (sub) => {
    expect(await policyFor(await start(), await bearing({ sub }))).toEqual(REFUSED);
  });

  test('but not if its subject has letters of any language, and a space between them', async () => {
    const url = await start();
    for (const sub of ['Élodie à Paris', '山田 太郎', 'auth0|5f7c', 'ada@example.com', '🦉']) {
      expect([sub, await policyFor(url, await bearing({ sub }))]).toEqual([sub, KNOWN]);
    }
  });

  test('even if it belongs to an admin, also for the metrics', async () => {
    const url = await start({ SLIPWAY_ADMIN_CLAIM: 'role=admin' });
    const statuses = async (claims: object) => {
      const headers = await bearing({ role: 'admin', sub: 'root', ...claims });
      const paths = ['/api/admin/uploads', '/metrics'];
      return Promise.all(paths.map(async (path) => (await fetch(url + path, { headers })).status));
    };
    expect(await statuses({ tenant: 'acme' })).toEqual([200, 200]);
    expect(await statuses({ tenant: 'a/b' })).toEqual([401, 401]);
    expect(await statuses({ sub: 7 })).toEqual([401, 401]);
  });
});

test('S28 the backend refuses a proxy’s tenant that is missing or cannot name a folder', async () => {
  const backend = await startTestBackend({
    SLIPWAY_TRUSTED_PROXIES: '127.0.0.1',
    SLIPWAY_PROXY_SUBJECT_HEADER: 'X-User',
    SLIPWAY_PROXY_TENANT_HEADER: 'X-Tenant',
  });
  toClose.push(backend);
  const as = (tenant: string) => policyFor(backend.url, { 'x-user': 'alice', 'x-tenant': tenant });
  expect(await as('acme')).toEqual(KNOWN);
  for (const tenant of ['', 'a/b', '..', 'a'.repeat(257)])
    expect(await as(tenant)).toEqual(REFUSED);
});
