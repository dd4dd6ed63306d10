import { type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { createJwtAuthorize } from './authorize.ts';

const encode = (text: string) => new TextEncoder().encode(text);
const secret = encode('a secret of more than thirty-two bytes');
const authorize = createJwtAuthorize(secret);
const as = (authorization?: string) => authorize({ get: () => authorization });

function sign(payload: JWTPayload, alg = 'HS256', key = secret): Promise<string> {
  return new SignJWT(payload).setProtectedHeader({ alg }).sign(key);
}

const soon = Math.floor(Date.now() / 1_000) + 60;

test.each([
  [{ sub: 'alice', exp: soon }, { subject: 'alice' }],
  [{ sub: 'alice' }, { subject: 'alice' }],
  [
    { sub: 'alice', tenant: 'acme', exp: soon },
    { subject: 'alice', tenant: 'acme' },
  ],
  [{ sub: 'alice', tenant: 7 }, { subject: 'alice' }],
])('the bearer of %j is known', async (payload, principal) => {
  const token = await sign(payload);
  expect(await as(`Bearer ${token}`)).toEqual(principal);
  expect(await as(`bearer ${token}`)).toEqual(principal);
});

describe('nobody is known by', () => {
  test.each([
    ['no header', async () => undefined],
    ['a password', async () => 'Basic YWxpY2U6c2VjcmV0'],
    ['a token without the word Bearer', () => sign({ sub: 'alice' })],
    ['gibberish', async () => 'Bearer a.b.c'],
    ['an expired token', async () => `Bearer ${await sign({ sub: 'alice', exp: soon - 120 })}`],
    ['a token that is not valid yet', async () => `Bearer ${await sign({ sub: 'a', nbf: soon })}`],
    ['a token without a subject', async () => `Bearer ${await sign({ name: 'alice' })}`],
    ['a token of another algorithm', async () => `Bearer ${await sign({ sub: 'a' }, 'HS512')}`],
    [
      'a token of another secret',
      async () => `Bearer ${await sign({ sub: 'a' }, 'HS256', encode('another'.repeat(8)))}`,
    ],
    ['an unsigned token', async () => `Bearer ${new UnsecuredJWT({ sub: 'alice' }).encode()}`],
  ])('%s', async (_name, header) => {
    await expect(as(await header())).rejects.toMatchObject({ code: 'unauthorized', status: 401 });
  });
});
