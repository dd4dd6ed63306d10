import { once } from 'node:events';
import { request } from 'node:http';
import { json } from 'node:stream/consumers';
import { ROUTES } from '@slipway/protocol';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ADAPTERS } from '../testing/adapters.ts';
import { fullBody, ROUTES_WITH_BODIES } from '../testing/requests.ts';
import { MiB, startUploadStack, type UploadStack } from '../testing/upload-stack.ts';
import { createUpload } from '../testing/uploads.ts';

const PUBLIC = 'https://app.example';
const BODY_TIMEOUT_MS = 300;

/** Origins that are neither the backend's own nor allowed. */
function hostileOrigins(own: string): string[] {
  return [
    'https://evil.example',
    'null',
    'file://',
    '',
    // The allowed origin as a prefix, as a suffix, in another case, with another scheme or port.
    'https://app.example.evil.example',
    'https://evil-app.example',
    'https://evil.app.example',
    'https://app.exampl',
    'https://app.example:8443',
    'http://app.example',
    'https://app.example/',
    'https://app.example@evil.example',
    'https://app.example, https://evil.example',
    `${own}.evil.example`,
    own.replace('//', '//evil-'),
    own.replace(/\d$/, ''),
  ];
}

describe.each(ADAPTERS)('%s:', (adapter) => {
  let stack: UploadStack;
  /** It waits for a body so briefly that a busy machine cannot send a large one. */
  let impatient: UploadStack;
  let token: string;
  beforeAll(async () => {
    stack = await startUploadStack({ allowedOrigins: [PUBLIC] }, adapter);
    impatient = await startUploadStack({ bodyTimeoutMs: BODY_TIMEOUT_MS }, adapter);
    ({ token } = await createUpload(stack, new Uint8Array(6 * MiB)));
  });
  afterAll(async () => {
    await impatient.close();
    await stack.close();
  });
  beforeEach(() => {
    stack.forget();
  });

  const post = (path: string, headers: Record<string, string>, body: string) =>
    fetch(`${stack.url}${path}`, {
      method: 'POST',
      headers: { 'x-user': 'alice', ...headers },
      body,
    });

  describe('S16 a page of another site gets 403 and no allow-origin header:', () => {
    test.each([
      ['a form', 'application/x-www-form-urlencoded', 'files=1'],
      ['a form with a file', 'multipart/form-data; boundary=b', '--b--'],
      ['JSON dressed up as text', 'text/plain', JSON.stringify(fullBody('create', ''))],
      ['JSON', 'application/json', JSON.stringify(fullBody('create', ''))],
    ])('S16 that sends %s', async (_name, type, body) => {
      const asked = hostileOrigins(new URL(stack.url).origin).flatMap((origin) =>
        // Current browsers also send this header for such a page. Old ones do not.
        ['', 'cross-site', 'same-site'].map((site) => ({ origin, site })),
      );
      for (const { origin, site } of asked) {
        const { status, headers } = await post(
          ROUTES.create,
          { origin, 'content-type': type, ...(site && { 'sec-fetch-site': site }) },
          body,
        );
        expect([origin, status]).toEqual([origin, 403]);
        expect(headers.get('access-control-allow-origin')).toBeNull();
        expect(headers.get('access-control-allow-credentials')).toBeNull();
      }
      expect(stack.operations()).toEqual([]);
    });

    test('S16 that asks first', async () => {
      for (const origin of hostileOrigins(new URL(stack.url).origin)) {
        for (const path of Object.values(ROUTES)) {
          const { status, headers } = await fetch(`${stack.url}${path}`, {
            method: 'OPTIONS',
            headers: { origin, 'access-control-request-method': 'POST' },
          });
          expect([origin, path, status]).toEqual([origin, path, 403]);
          expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual(
            [],
          );
        }
      }
    });

    test.each([
      [403, { 'sec-fetch-site': 'cross-site' }],
      [415, {}],
    ])('S16 a form without an origin gets %i with %j, and does nothing', async (status, site) => {
      const headers = { 'content-type': 'text/plain', ...site };
      const answer = await post(ROUTES.create, headers, JSON.stringify(fullBody('create', '')));
      expect(answer.status).toBe(status);
      expect(stack.operations()).toEqual([]);
    });

    test('S16 an allowed page gets its own origin, and no page gets a star', async () => {
      const type = 'application/json';
      const body = JSON.stringify(fullBody('listParts', token));
      const { status, headers } = await post(
        ROUTES.listParts,
        { origin: PUBLIC, 'content-type': type },
        body,
      );
      expect([status, headers.get('access-control-allow-origin')]).toEqual([200, PUBLIC]);
      expect(headers.get('vary')).toMatch(/origin/i);
    });
  });

  /** The backend responds to the attack, and the next request works. */
  async function thenWorks(): Promise<void> {
    expect((await stack.call('listParts', { token })).status).toBe(200);
  }

  describe.each(ROUTES_WITH_BODIES)('S17 %s', (route) => {
    test('S17 answers 400 to the names of prototypes, and no object has what they carry', async () => {
      for (const name of ['__proto__', 'constructor', 'prototype']) {
        const member = `"${name}":{"subject":"bob","polluted":true,"toString":1}`;
        const whole = JSON.stringify(fullBody(route, token));
        for (const body of [`{${member}}`, whole.replace('{', `{${member},`)]) {
          expect((await stack.call(route, body)).status).toBe(400);
        }
      }
      expect(Object.keys(Object.prototype)).toEqual([]);
      expect(stack.operations()).toEqual([]);
      await thenWorks();
    });

    test.each([
      ['lists', '['.repeat(100_000) + ']'.repeat(100_000)],
      ['objects', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
      ['lists that never end', '['.repeat(100_000)],
    ])('S17 answers 400 or 413 to 100,000 %s in each other', async (_name, deep) => {
      // This body has only a token, so that it may be only 16 KiB large.
      const expected = route === 'listParts' ? 413 : 400;
      const token = `"token":${deep}`;
      for (const body of [
        deep,
        `{${token}}`,
        `{"uploads":[{${token}}]}`,
        `{"files":[{"name":${deep}}]}`,
      ]) {
        expect((await stack.call(route, body)).status).toBe(expected);
      }
      expect(stack.operations()).toEqual([]);
      await thenWorks();
    });

    test('S17 answers 413 to 10 MB', async () => {
      const { status, body } = await stack.call(route, `{"token":"${'x'.repeat(10_000_000)}"}`);
      expect([status, body.error.code]).toEqual([413, 'request-too-large']);
      await thenWorks();
    });

    test('S17 answers 408 to a body that does not end', async () => {
      const slow = request(`${impatient.url}${ROUTES[route]}`, {
        method: 'POST',
        headers: { 'x-user': 'alice', 'content-type': 'application/json', 'content-length': 100 },
      });
      slow.on('error', () => {}); // The server may close the connection.
      slow.write('{"uploads":[');
      const [answer] = await once(slow, 'response');
      expect(answer.statusCode).toBe(408);
      expect(await json(answer)).toMatchObject({
        error: { code: 'network-error', message: expect.stringContaining('Send it again') },
      });
      slow.destroy();
      expect(impatient.operations()).toEqual([]);
      expect((await impatient.policy()).status).toBe(200);
    });
  });

  test('S17 the body of a caller without credentials is not waited for', async () => {
    const slow = request(`${stack.url}${ROUTES.create}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': 100 },
    });
    slow.on('error', () => {});
    slow.flushHeaders();
    const [answer] = await once(slow, 'response');
    expect(answer.statusCode).toBe(401);
    slow.destroy();
  });
});
