import { randomBytes } from 'node:crypto';
import { ROUTES, UploadError } from '@slipway/protocol';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ADAPTERS } from '../../testing/adapters.ts';
import { MiB, type Route, startUploadStack, type UploadStack } from '../../testing/upload-stack.ts';
import { complete, createUpload, putParts, readObject } from '../../testing/uploads.ts';

const bytes = randomBytes(6 * MiB);
const ROUTES_WITH_TOKENS = ['presign', 'listParts', 'complete', 'abort'] as const;

function bodyFor(route: Route, token: string): object {
  switch (route) {
    case 'create':
      return { files: [{ name: 'a', size: 1, type: '', partSize: 5 * MiB }] };
    case 'listParts':
      return { token };
    case 'presign':
      return { uploads: [{ token, parts: [{ partNumber: 1 }] }] };
    default:
      return { uploads: [{ token }] };
  }
}

/** The error in a response. Batches have one per item. */
function errorOf(body: { error?: object; uploads?: { error?: object }[] }) {
  return body.error ?? body.uploads?.[0]?.error;
}

describe.each(ADAPTERS)('%s:', (adapter) => {
  let stack: UploadStack;
  beforeAll(async () => {
    stack = await startUploadStack({}, adapter);
  });
  afterAll(() => stack.close());
  beforeEach(() => {
    stack.forget();
  });

  describe('a caller that authorize refuses', () => {
    test.each(Object.keys(ROUTES) as Route[])(
      'gets 401 from %s, without a call to S3',
      async (route) => {
        const { token } = await createUpload(stack, bytes);
        stack.forget();
        const anonymous = { headers: { 'content-type': 'application/json' } };
        const response = await fetch(`${stack.url}${ROUTES[route]}`, {
          ...anonymous,
          ...(route !== 'policy' && {
            method: 'POST',
            body: JSON.stringify(bodyFor(route, token)),
          }),
        });
        expect(response.status).toBe(401);
        expect(await response.json()).toMatchObject({ error: { code: 'unauthorized' } });
        expect(stack.operations()).toEqual([]);
      },
    );

    test('gets 401 even for a body that is not JSON, because it is not read', async () => {
      const response = await fetch(`${stack.url}${ROUTES.create}`, { method: 'POST', body: '{' });
      expect(response.status).toBe(401);
    });
  });

  describe('a token of another caller', () => {
    test.each([
      ['another subject', { 'x-user': 'bob' }],
      ['the same subject in another tenant', { 'x-user': 'alice', 'x-tenant': 'acme' }],
    ])('is forbidden on every route, and changes nothing: %s', async (_name, headers) => {
      const upload = await createUpload(stack, bytes);
      await putParts(stack, upload, bytes);
      for (const route of ROUTES_WITH_TOKENS) {
        const { body } = await stack.call(route, bodyFor(route, upload.token), headers);
        expect(errorOf(body)).toMatchObject({ code: 'forbidden' });
      }
      expect(stack.operations()).toEqual([]);
      const { object } = await complete(stack, { token: upload.token });
      expect((await readObject(stack, object.objectKey)).equals(bytes)).toBe(true);
    });
  });

  test('a changed token is invalid on every route, without a call to S3', async () => {
    const { token } = await createUpload(stack, bytes);
    stack.forget();
    const middle = token.length >> 1;
    const changed = `${token.slice(0, middle)}${token[middle] === 'A' ? 'B' : 'A'}${token.slice(middle + 1)}`;
    for (const route of ROUTES_WITH_TOKENS) {
      const { body } = await stack.call(route, bodyFor(route, changed));
      expect(errorOf(body)).toMatchObject({ code: 'token-invalid' });
    }
    expect(stack.operations()).toEqual([]);
  });

  describe('with other settings', () => {
    let other: UploadStack | undefined;
    afterEach(() => other?.close());

    test('a token for another bucket is invalid, even if the key is the same', async () => {
      other = await startUploadStack({ bucket: 'somewhere-else' }, adapter);
      const { token } = await createUpload(stack, bytes);
      const { status, body } = await other.call('listParts', { token });
      expect([status, body.error.code]).toEqual([401, 'token-invalid']);
      expect(other.operations()).toEqual([]);
    });

    test('an expired token gets its own error code', async () => {
      other = await startUploadStack({ uploadLifetimeSeconds: 1 }, adapter);
      const { token } = await createUpload(other, bytes);
      await expect
        .poll(async () => (await other?.call('listParts', { token }))?.body.error?.code, {
          timeout: 5_000,
        })
        .toBe('token-expired');
    });

    test('the UploadError of authorize is the response', async () => {
      other = await startUploadStack(
        {
          authorize: () => {
            throw new UploadError('quota-exceeded', { message: 'Your plan is used up.' });
          },
        },
        adapter,
      );
      const { status, body } = await other.policy();
      expect(status).toBe(403);
      expect(body.error).toMatchObject({
        code: 'quota-exceeded',
        message: 'Your plan is used up.',
      });
    });

    test('an error that only a browser can have becomes a server failure', async () => {
      other = await startUploadStack(
        {
          authorize: () => {
            throw new UploadError('network-error', { message: 'no route to db-7.internal' });
          },
        },
        adapter,
      );
      const { status, body } = await other.policy();
      expect([status, body.error.code]).toEqual([500, 'internal-error']);
      expect(JSON.stringify(body)).not.toContain('db-7');
    });

    test('if authorize breaks, every caller gets 401, and only the owner learns why', async () => {
      const told: unknown[] = [];
      other = await startUploadStack(
        {
          authorize: () => Promise.reject(new Error('no connection to db-7.internal')),
          onError: (error) => told.push(error),
        },
        adapter,
      );
      const { status, body } = await other.policy();
      expect([status, body.error.code]).toEqual([401, 'unauthorized']);
      expect(JSON.stringify(body)).not.toContain('db-7');
      expect(String(told[0])).toContain('db-7');
    });

    test.each(['a/b', '..', '', 'a\nb', 'cafe\u0301', 'a'.repeat(257)])(
      'if authorize returns the tenant %j, every caller gets 401, and only the owner learns why',
      async (tenant) => {
        const told: unknown[] = [];
        other = await startUploadStack(
          {
            authorize: () => ({ subject: 'alice', tenant }),
            authorizeAdmin: () => ({ subject: 'root', tenant }),
            onError: (error) => told.push(error),
          },
          adapter,
        );
        for (const path of [ROUTES.policy, '/admin/uploads']) {
          const answer = await fetch(`${other.url}${path}`);
          const { error } = (await answer.json()) as { error: object };
          expect([answer.status, error]).toMatchObject([
            401,
            { code: 'unauthorized', message: 'Sign in to upload.' },
          ]);
        }
        expect(String(told[0])).toContain(`the tenant ${JSON.stringify(tenant)}, which`);
      },
    );

    test.each([{ subject: '' }, {}, undefined, { subject: 'a', tenant: 5 }])(
      'if authorize returns %j, every caller is refused',
      async (principal) => {
        // @ts-expect-error JavaScript owners can return anything.
        other = await startUploadStack({ authorize: () => principal }, adapter);
        const { status, body } = await other.policy();
        expect([status, body.error.code]).toEqual([500, 'internal-error']);
      },
    );
  });
});
