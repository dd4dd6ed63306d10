import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { writeRecipe } from '../../testing/recipe.ts';

afterEach(() => vi.unstubAllEnvs());

test('Clerk’s token counts only for the page that it names', async () => {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const keys = [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256', use: 'sig' }];
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  vi.stubEnv('JWKS_URL', `${issuer}/.well-known/jwks.json`);
  vi.stubEnv('ISSUER', issuer);
  vi.stubEnv('PAGE_ORIGIN', 'https://app.example');
  const { load } = await writeRecipe('jwt');
  const claimsOf = (await load('clerk/claims.js')).claimsOf as (token: string) => Promise<object>;
  const sign = (claims: object) =>
    new SignJWT({ iss: issuer, sub: 'user_1', ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: 'one' })
      .setExpirationTime('1 min')
      .sign(privateKey);

  const token = await sign({ azp: 'https://app.example' });
  expect(await claimsOf(token)).toMatchObject({ sub: 'user_1' });
  for (const claims of [{ azp: 'https://other.example' }, {}]) {
    await expect(claimsOf(await sign(claims))).rejects.toMatchObject({
      code: 'ERR_JWT_CLAIM_VALIDATION_FAILED',
    });
  }
});
