import { createServer, type IncomingMessage, type Server } from 'node:http';
import {
  exportJWK,
  exportSPKI,
  generateKeyPair,
  type JWK,
  type JWTPayload,
  SignJWT,
  UnsecuredJWT,
} from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JwtCallersConfig } from '../config/callers-config.ts';
import { closeServer, listen } from '../network/listen.ts';
import { createJwtCallers } from './jwt-callers.ts';

type Signer = Parameters<SignJWT['sign']>[0];

const encode = (text: string) => new TextEncoder().encode(text);
const secret = encode('a secret of more than thirty-two bytes');
const now = Math.floor(Date.now() / 1_000);
const soon = now + 60;
const YEAR_3000 = Date.UTC(3000) / 1_000;

const BY_SECRET: JwtCallersConfig = {
  kind: 'jwt',
  keys: { kind: 'secret', secret },
  algorithms: ['HS256'],
  issuer: undefined,
  audience: undefined,
  maxAgeSeconds: undefined,
  tenantClaim: { name: 'tenant', isRequired: false },
  groupsClaim: 'groups',
  admins: [],
};

/** Identifies the sender of this header. */
async function identify(config: JwtCallersConfig, authorization?: string) {
  return createJwtCallers(config)({ headers: { authorization } } as IncomingMessage);
}

/** Signs a token that expires soon, unless the claims say otherwise. */
function sign(claims: object, key: Signer = secret, alg = 'HS256', kid?: string) {
  const payload: JWTPayload = { exp: soon, ...claims };
  return new SignJWT(payload).setProtectedHeader({ alg, ...(kid && { kid }) }).sign(key);
}

const bearer = async (...args: Parameters<typeof sign>) => `Bearer ${await sign(...args)}`;

const REFUSED = { code: 'unauthorized', status: 401 };

test.each([
  [{ sub: 'alice' }, { subject: 'alice' }],
  [{ sub: 'alice', exp: YEAR_3000 }, { subject: 'alice' }],
  [
    { sub: 'alice', tenant: 'acme' },
    { subject: 'alice', tenant: 'acme' },
  ],
  [
    { sub: 'alice', tenant: 7 },
    { subject: 'alice', tenant: '7' },
  ],
])('the bearer of %j is identified', async (payload, principal) => {
  const token = await sign(payload);
  expect(await identify(BY_SECRET, `Bearer ${token}`)).toEqual({ principal, isAdmin: false });
  expect(await identify(BY_SECRET, `bearer ${token}`)).toEqual({ principal, isAdmin: false });
});

describe('a caller is refused with', () => {
  test.each([
    ['no header', async () => undefined],
    ['a password', async () => 'Basic YWxpY2U6c2VjcmV0'],
    ['a token without the word Bearer', () => sign({ sub: 'alice' })],
    ['gibberish', async () => 'Bearer a.b.c'],
    ['an expired token', () => bearer({ sub: 'alice', exp: soon - 120 })],
    ['an `exp` that is no number', () => bearer({ sub: 'alice', exp: '4102444800' })],
    ['a token that is not valid yet', () => bearer({ sub: 'a', nbf: soon })],
    ['a token without a subject', () => bearer({ name: 'alice' })],
    ['a token with an empty subject', () => bearer({ sub: '' })],
    ['a token with a subject of 513 characters', () => bearer({ sub: 'a'.repeat(513) })],
    ['a token of another algorithm', () => bearer({ sub: 'a' }, secret, 'HS512')],
    ['a token of another secret', () => bearer({ sub: 'a' }, encode('another'.repeat(8)))],
    ['an unsigned token', async () => `Bearer ${new UnsecuredJWT({ sub: 'alice' }).encode()}`],
  ])('%s', async (_name, header) => {
    await expect(identify(BY_SECRET, await header())).rejects.toMatchObject(REFUSED);
  });

  test.each([
    ['another issuer', { iss: 'https://evil.example', aud: 'slipway' }],
    ['another audience', { iss: 'https://login.example', aud: 'mail' }],
    ['no audience', { iss: 'https://login.example' }],
  ])('a token of %s, if the backend checks them', async (_name, claims) => {
    const strict = { ...BY_SECRET, issuer: 'https://login.example', audience: 'slipway' };
    const good = { sub: 'alice', iss: 'https://login.example', aud: ['mail', 'slipway'] };
    expect((await identify(strict, await bearer(good))).principal.subject).toBe('alice');
    const bad = bearer({ sub: 'alice', ...claims });
    await expect(identify(strict, await bad)).rejects.toMatchObject(REFUSED);
  });
});

test('a token that never expires is refused, and the reason names the claim', async () => {
  await expect(
    identify(BY_SECRET, await bearer({ sub: 'alice', exp: undefined })),
  ).rejects.toMatchObject({ ...REFUSED, message: 'The bearer token has no claim "exp".' });
});

describe('with a maximum age', () => {
  const config = { ...BY_SECRET, maxAgeSeconds: 3_600 };

  test('a token is good until it is that old', async () => {
    const header = await bearer({ sub: 'alice', iat: now - 3_000, exp: YEAR_3000 });
    expect((await identify(config, header)).principal).toEqual({ subject: 'alice' });
  });

  test.each([
    ['an older token, however late it expires', { iat: now - 3_700, exp: YEAR_3000 }],
    ['a token that does not say how old it is', { exp: YEAR_3000 }],
    ['a token from the future', { iat: now + 3_600, exp: YEAR_3000 }],
    ['a young token that never expires', { iat: now, exp: undefined }],
  ])('%s is refused', async (_name, claims) => {
    const header = await bearer({ sub: 'alice', ...claims });
    await expect(identify(config, header)).rejects.toMatchObject(REFUSED);
  });
});

describe('an admin is a caller whose token', () => {
  const admins = [
    { kind: 'claim', claim: 'role', value: 'admin' },
    { kind: 'claim', claim: 'scope', value: 'uploads:admin' },
    { kind: 'claim', claim: 'https://slipway.example/admin', value: 'true' },
    { kind: 'group', group: 'operators' },
  ] as const;
  const config = { ...BY_SECRET, groupsClaim: 'realm_access.roles', admins };

  test.each([
    ['has the claim', { role: 'admin' }, true],
    ['has the claim among others', { role: ['user', 'admin'] }, true],
    ['has the scope among others', { scope: 'openid uploads:admin' }, true],
    ['has the claim with the value true', { 'https://slipway.example/admin': true }, true],
    ['has the group', { realm_access: { roles: ['operators'] } }, true],
    ['has neither', {}, false],
    ['has another value', { role: 'administrator' }, false],
    ['has a longer scope', { scope: 'uploads:admin2' }, false],
    ['has a space in a claim that is not a list', { role: 'not an admin' }, false],
    ['has the group in another claim', { groups: ['operators'] }, false],
    ['has the claim as a number', { role: 1 }, false],
    ['has the group as an object', { realm_access: { roles: { operators: true } } }, false],
  ])('%s: %j', async (_name, claims, isAdmin) => {
    const { isAdmin: is } = await identify(config, await bearer({ sub: 'a', ...claims }));
    expect(is).toBe(isAdmin);
  });
});

describe('with the keys of an identity provider', () => {
  let keys: { old: CryptoKeyPair; next: CryptoKeyPair };
  let provider: Server;
  let port: number;
  let answer: { status: number; keys: JWK[] };
  const config = (): JwtCallersConfig => ({
    ...BY_SECRET,
    keys: { kind: 'jwks', url: `http://127.0.0.1:${port}/jwks.json` },
    algorithms: ['RS256'],
    issuer: 'https://login.example',
    audience: 'slipway',
  });
  const claims = { sub: 'alice', iss: 'https://login.example', aud: 'slipway', exp: soon };

  beforeAll(async () => {
    keys = { old: await generateKeyPair('RS256'), next: await generateKeyPair('RS256') };
    const [old, next] = await Promise.all(
      [keys.old, keys.next].map(({ publicKey }) => exportJWK(publicKey)),
    );
    answer = {
      status: 200,
      keys: [
        { ...old, kid: 'old', alg: 'RS256' },
        { ...next, kid: 'next', alg: 'RS256' },
      ],
    };
    provider = createServer((_request, response) => {
      response.writeHead(answer.status, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ keys: answer.keys }));
    });
    port = await listen(provider, 0, '127.0.0.1');
  });
  afterAll(() => closeServer(provider, 0));

  test('tokens of each of its keys are accepted', async () => {
    for (const [kid, pair] of Object.entries(keys)) {
      const header = await bearer(claims, pair.privateKey, 'RS256', kid);
      expect((await identify(config(), header)).principal).toEqual({ subject: 'alice' });
    }
  });

  test('tokens of other keys and tokens that never expire are refused', async () => {
    const { privateKey } = await generateKeyPair('RS256');
    const endless = { ...claims, exp: undefined };
    for (const header of [
      await bearer(claims, privateKey, 'RS256', 'old'),
      await bearer(claims, privateKey, 'RS256', 'unknown'),
      await bearer(endless, keys.old.privateKey, 'RS256', 'old'),
    ]) {
      await expect(identify(config(), header)).rejects.toMatchObject(REFUSED);
    }
  });

  test('a token signed with the public key as if it were a secret is refused', async () => {
    const publicKey = encode(await exportSPKI(keys.old.publicKey));
    const header = await bearer(claims, publicKey, 'HS256', 'old');
    await expect(identify(config(), header)).rejects.toMatchObject(REFUSED);
  });

  test('if the provider does not answer, the caller is told to retry', async () => {
    const header = await bearer(claims, keys.old.privateKey, 'RS256', 'old');
    answer = { ...answer, status: 500 };
    const failing = identify(config(), header);
    await expect(failing).rejects.toMatchObject({ code: 'internal-error', status: 503 });
    answer = { ...answer, status: 200 };
    expect((await identify(config(), header)).principal.subject).toBe('alice');
  });
});
