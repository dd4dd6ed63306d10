import { randomBytes } from 'node:crypto';
import { MAX_BATCH_SIZE } from '@slipway/protocol';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ADAPTERS } from '../testing/adapters.ts';
import { authorizeAdmin } from '../testing/admin-stack.ts';
import { ALL_OPERATIONS } from '../testing/all-operations.ts';
import { fullBody, ROUTES_WITH_TOKENS } from '../testing/requests.ts';
import { MiB, startUploadStack, type UploadStack } from '../testing/upload-stack.ts';
import { complete, createUpload, putParts, readObject } from '../testing/uploads.ts';

const bytes = randomBytes(6 * MiB);
const DAY_MS = 24 * 60 * 60 * 1_000;

/** One copy of the token per byte, with one bit of that byte flipped. */
function flipped(token: string, bit: number): string[] {
  return Array.from(token, (character, i) => {
    const other = String.fromCharCode(character.charCodeAt(0) ^ (1 << bit));
    return token.slice(0, i) + other + token.slice(i + 1);
  });
}

async function statusAt(place: UploadStack, token: string) {
  const { status, body } = await place.call('listParts', { token });
  return [status, body.error?.code];
}

describe.each(ADAPTERS)('%s:', (adapter) => {
  let stack: UploadStack;
  beforeAll(async () => {
    stack = await startUploadStack({ authorizeAdmin }, adapter);
  });
  afterAll(() => stack.close());
  beforeEach(() => {
    stack.forget();
  });

  describe('S01 a caller without credentials gets 401 and S3 sees no call:', () => {
    test.each(ALL_OPERATIONS.map(({ method, path }) => [method, path]))(
      'S01 %s %s',
      async (method, path) => {
        for (const body of ['{}', '{', JSON.stringify(fullBody('create', ''))]) {
          const response = await fetch(`${stack.url}${path}`, {
            method,
            headers: { 'content-type': 'application/json' },
            ...(method === 'POST' && { body }),
          });
          expect(response.status).toBe(401);
          expect(await response.json()).toMatchObject({ error: { code: 'unauthorized' } });
        }
        expect(stack.operations()).toEqual([]);
      },
    );
  });

  test('S01 the routes of admins answer 403 to callers who are none, and 404 where there are none', async () => {
    const without = await startUploadStack({ s3: stack.client }, adapter);
    const admins = ALL_OPERATIONS.filter(({ caller }) => caller === 'admin');
    expect(admins.length).toBeGreaterThan(0);
    try {
      for (const { method, path } of admins) {
        const headers = { 'content-type': 'application/json', 'x-user': 'alice' };
        const init = { method, headers, ...(method === 'POST' && { body: '{}' }) };
        expect((await fetch(`${stack.url}${path}`, init)).status, path).toBe(403);
        expect((await fetch(`${without.url}${path}`, init)).status, path).toBe(404);
      }
      expect(stack.operations()).toEqual([]);
    } finally {
      await without.close();
    }
  });

  test.each([
    ['another user', { 'x-user': 'bob' }],
    ['the same user of another tenant', { 'x-user': 'alice', 'x-tenant': 'acme' }],
    ['a user whose name differs in case', { 'x-user': 'Alice' }],
  ])(
    "S02 %s gets 403 four times with alice's token, and she is unharmed",
    async (_name, headers) => {
      const upload = await createUpload(stack, bytes);
      const etags = await putParts(stack, upload, bytes);
      for (const route of ROUTES_WITH_TOKENS) {
        const body = fullBody(route, upload.token, etags[0]?.etag);
        const answer = await stack.call(route, body, headers);
        expect([route, answer.status, answer.body.error.code]).toEqual([route, 403, 'forbidden']);
      }
      expect(stack.operations()).toEqual([]);

      const { object } = await complete(stack, { token: upload.token, etags });
      expect((await readObject(stack, object.objectKey)).equals(bytes)).toBe(true);
    },
  );

  describe('S03 a token with one byte flipped gets 401', () => {
    test.each([0, 1, 2, 3, 4, 5, 6, 7])(
      'S03 from presign, whichever byte it is: bit %i of each',
      async (bit) => {
        const { token } = await createUpload(stack, bytes);
        const tokens = flipped(token, bit);
        stack.forget();
        for (let i = 0; i < tokens.length; i += MAX_BATCH_SIZE) {
          const sent = tokens.slice(i, i + MAX_BATCH_SIZE);
          const { status, body } = await stack.call('presign', {
            uploads: sent.map((changed) => ({ token: changed, parts: [{ partNumber: 1 }] })),
          });
          expect(status).toBe(401);
          expect(body.uploads).toHaveLength(sent.length);
          const opened = sent.filter((_, j) => body.uploads[j].error?.code !== 'token-invalid');
          expect(opened).toEqual([]);
        }
        expect(stack.operations()).toEqual([]);
      },
    );

    test.each(['complete', 'abort'] as const)(
      'S03 from %s, whichever byte it is',
      async (route) => {
        const { token } = await createUpload(stack, bytes);
        const tokens = flipped(token, 0);
        stack.forget();
        for (let i = 0; i < tokens.length; i += 100) {
          const uploads = tokens.slice(i, i + 100).map((changed) => ({ token: changed }));
          const { status, body } = await stack.call(route, { uploads });
          expect(status).toBe(401);
          for (const { error } of body.uploads) expect(error.code).toBe('token-invalid');
        }
        expect(stack.operations()).toEqual([]);
      },
    );

    test.each([0, 1, 2, 3, 4, 5, 6, 7])(
      'S03 from listing parts, whichever byte it is: every eighth, from byte %i',
      async (first) => {
        const { token } = await createUpload(stack, bytes);
        stack.forget();
        const answers = await Promise.all(
          flipped(token, 0)
            .filter((_, i) => i % 8 === first)
            .map(async (changed) => {
              const { status, body } = await stack.call('listParts', { token: changed });
              return [changed, status, body.error?.code];
            }),
        );
        expect(answers.length).toBeGreaterThan(50);
        for (const [changed, ...rest] of answers) {
          expect([changed, ...rest]).toEqual([changed, 401, 'token-invalid']);
        }
        expect(stack.operations()).toEqual([]);
        expect((await stack.call('listParts', { token })).status).toBe(200);
      },
    );
  });

  test('S04 an expired token gets 401; of a former key 200, and 401 once that key is retired', async () => {
    const former = { id: 'old', secret: new Uint8Array(32).fill(1) };
    const current = { id: 'new', secret: new Uint8Array(32).fill(2) };
    let nowMs = Date.now();
    const clock = { now: () => nowMs, monotonic: () => nowMs };
    // Routers with different keys, on one S3.
    const router = (...tokenKeys: (typeof former)[]) =>
      startUploadStack({ s3: stack.client, tokenKeys, clock }, adapter);
    const before = await router(former);
    const rotated = await router(current, former);
    const retired = await router(current);
    try {
      const { token } = await createUpload(before, bytes);
      expect(await statusAt(before, token)).toEqual([200, undefined]);
      expect(await statusAt(rotated, token)).toEqual([200, undefined]);
      expect(await statusAt(retired, token)).toEqual([401, 'token-invalid']);

      nowMs += 7 * DAY_MS;
      stack.forget();
      for (const place of [before, rotated]) {
        for (const route of ROUTES_WITH_TOKENS) {
          const { status, body } = await place.call(route, fullBody(route, token));
          expect([route, status, body.error.code]).toEqual([route, 401, 'token-expired']);
        }
      }
      expect(stack.operations()).toEqual([]);
    } finally {
      for (const place of [before, rotated, retired]) await place.close();
    }
  });
});
