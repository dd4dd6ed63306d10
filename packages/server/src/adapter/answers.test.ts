import { S3Client } from '@aws-sdk/client-s3';
import { ROUTES, UploadError } from '@slipway/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ADAPTERS } from '../../testing/adapters.ts';
import { MiB, startUploadStack, type UploadStack } from '../../testing/upload-stack.ts';
import { createUploadRouter } from '../express/upload-router.ts';
import { validateUploadOptions } from './validate-options.ts';

const options = {
  s3: new S3Client({ region: 'us-east-1' }),
  bucket: 'media',
  authorize: () => ({ subject: 'a' }),
  tokenKeys: [{ id: 'k', secret: new Uint8Array(32) }],
};

const json = { 'content-type': 'application/json' };
const create = { files: [{ name: 'a', size: 1, type: '', partSize: 5 * MiB }] };

describe.each(ADAPTERS)('%s:', (adapter) => {
  let stack: UploadStack;
  beforeAll(async () => {
    stack = await startUploadStack(
      {
        allowedOrigins: ['https://app.example'],
        policy: ({ subject }) => {
          if (subject !== 'hurried') return { maxFiles: 3 };
          throw new UploadError('rate-limited', { message: 'Slow down.', retryAfterMs: 1_500 });
        },
      },
      adapter,
    );
  });
  afterAll(async () => {
    options.s3.destroy();
    await stack.close();
  });

  describe('every response', () => {
    test('has a request ID, and stays out of caches and referrers', async () => {
      const { headers } = await stack.policy();
      expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
    });

    test('keeps the request ID of a proxy, also in the error', async () => {
      const { headers, body } = await stack.call('create', '{}', { 'x-request-id': 'edge:42' });
      expect(headers.get('x-request-id')).toBe('edge:42');
      expect(body.error.requestId).toBe('edge:42');
    });

    test('ignores a request ID that could forge a log line', async () => {
      const { headers } = await stack.policy({ 'x-user': 'alice', 'x-request-id': 'a b <script>' });
      expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    });
  });

  test('a caller over the rate limit learns how long to wait, from header and body', async () => {
    const { status, headers, body } = await stack.policy({ 'x-user': 'hurried' });
    expect([status, headers.get('retry-after')]).toEqual([429, '2']);
    expect(body.error).toMatchObject({ code: 'rate-limited', retryAfterMs: 1_500 });
  });

  describe('a batch', () => {
    const file = create.files[0];
    const large = { ...file, size: 2 ** 50 };
    const parts = (partNumber: number) => ({ ...file, parts: [{ partNumber }] });

    test('whose items all fail with one code has the status of that code, and lists each item', async () => {
      const { status, body } = await stack.call('create', { files: [large, large] });
      expect(status).toBe(413);
      expect(body.error).toMatchObject({ code: 'file-too-large', requestId: expect.any(String) });
      expect(body.uploads).toEqual([{ error: body.error }, { error: body.error }]);
    });

    test.each([
      ['with different codes', [large, parts(2)]],
      ['but not all', [large, file]],
    ])('whose items fail %s has status 200 and no error of its own', async (_name, files) => {
      const { status, body } = await stack.call('create', { files });
      expect(status).toBe(200);
      expect(body).not.toHaveProperty('error');
      expect(body.uploads[0].error.code).toBe('file-too-large');
    });

    test('that the storage throttles has a Retry-After header', async () => {
      stack.s3.faults.add({
        operation: 'CreateMultipartUpload',
        times: 6,
        fault: { kind: 'answer', status: 503, code: 'SlowDown', retryAfterSeconds: 1 },
      });
      const files = [{ ...file, size: 6 * MiB }];
      const { status, headers } = await stack.call('create', { files: [...files, ...files] });
      expect([status, headers.get('retry-after')]).toEqual([503, '1']);
      stack.s3.faults.clear();
    });
  });

  test('HEAD gets the same response as GET', async () => {
    const init = { method: 'HEAD', headers: { 'x-user': 'alice' } };
    const { status, headers } = await fetch(`${stack.url}${ROUTES.policy}`, init);
    expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
  });

  test('the policy route returns the owner’s policy and the storage’s origin', async () => {
    const { origin } = new URL(stack.s3.url);
    expect((await stack.policy()).body).toEqual({
      maxFiles: 3,
      folders: 'told',
      storageOrigins: [origin],
      equalParts: false,
    });
  });

  describe('an unreadable request', () => {
    test.each([
      ['no JSON', '{"files":', json, 400, 'invalid-request'],
      ['another content type', '{}', { 'content-type': 'text/plain' }, 415, 'invalid-request'],
      [
        'a form',
        'files=1',
        { 'content-type': 'application/x-www-form-urlencoded' },
        415,
        'invalid-request',
      ],
      [
        'another charset',
        '{}',
        { 'content-type': 'application/json; charset=x' },
        415,
        'invalid-request',
      ],
      ['a compressed body', '{}', { ...json, 'content-encoding': 'gzip' }, 415, 'invalid-request'],
      ['a deep body', '['.repeat(100_000), json, 400, 'invalid-request'],
      [
        'a deep but closed body',
        `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
        json,
        400,
        'invalid-request',
      ],
      ['a body of 10 MB', `"${'x'.repeat(10_000_000)}"`, json, 413, 'request-too-large'],
    ])('gets its error: %s', async (_name, body, headers, status, code) => {
      const answer = await stack.call('create', body, headers);
      expect([answer.status, answer.body.error.code]).toEqual([status, code]);
      expect((await stack.policy()).status).toBe(200);
    });

    test.each(['text/plain', 'application/json-seq', 'multipart/form-data', ''])(
      'names the accepted content type if it gets %j',
      async (type) => {
        const { body } = await stack.call('create', create, { 'content-type': type });
        expect(body.error.message).toContain('content type application/json');
      },
    );

    test.each([
      ['GET', '/uploads'],
      ['POST', '/policy'],
      ['GET', '/nothing/here'],
      ['OPTIONS', '/uploads'],
      ['DELETE', '/uploads'],
    ])('%s %s is not found', async (method, path) => {
      const response = await fetch(`${stack.url}${path}`, {
        method,
        headers: { 'x-user': 'alice' },
      });
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({ error: { code: 'not-found' } });
    });
  });

  const call = (origin: string, init: RequestInit = {}) =>
    fetch(`${stack.url}${ROUTES.create}`, {
      method: 'POST',
      body: JSON.stringify(create),
      ...init,
      headers: { ...json, 'x-user': 'alice', origin, ...init.headers },
    });

  describe('pages of other sites', () => {
    test('of hosts that only resemble the backend’s own get 403', async () => {
      const { port } = new URL(stack.url);
      const own = `localhost:${port}`;
      const from = async (name: string) => {
        const response = await fetch(`http://${own}/api${ROUTES.policy}`, {
          headers: { 'x-user': 'alice', origin: `http://${name}` },
        });
        return response.status;
      };
      for (const name of [`evil${own}`, `evil.${own}`, `${own}.evil.example`, `ocalhost:${port}`]) {
        expect(await from(name), name).toBe(403);
      }
      expect(await from(own)).toBe(200);
    });

    test.each([
      'https://evil.example',
      'null',
      'https://app.example.evil.example',
      'https://evil-app.example',
      'http://app.example',
      'https://app.example:8443',
    ])('of the origin %s get 403 and no CORS header', async (origin) => {
      stack.forget();
      for (const method of ['POST', 'OPTIONS']) {
        const response = await call(origin, {
          method,
          ...(method === 'OPTIONS' && { body: null }),
        });
        expect(response.status).toBe(403);
        expect(response.headers.get('access-control-allow-origin')).toBeNull();
      }
      expect(stack.operations()).toEqual([]);
    });

    test('of an allowed origin can call, after a preflight', async () => {
      const preflight = await call('https://app.example', {
        method: 'OPTIONS',
        body: null,
        headers: { 'access-control-request-headers': 'content-type,authorization' },
      });
      expect(preflight.status).toBe(204);
      expect(preflight.headers.get('access-control-allow-origin')).toBe('https://app.example');
      expect(preflight.headers.get('access-control-allow-headers')).toBe(
        'content-type,authorization',
      );
      const response = await call('https://app.example');
      expect(response.status).toBe(200);
      expect(response.headers.get('access-control-allow-origin')).toBe('https://app.example');
      expect(response.headers.get('vary')).toContain('Origin');
    });

    test('of the same origin can call, even if a proxy hides their address', async () => {
      const origin = 'https://public.example';
      expect((await call(origin, { headers: { 'sec-fetch-site': 'same-origin' } })).status).toBe(
        200,
      );
      expect((await call(origin, { headers: { 'sec-fetch-site': 'same-site' } })).status).toBe(403);
    });

    test('of the backend’s own host can call', async () => {
      expect((await call(new URL(stack.url).origin)).status).toBe(200);
    });
  });

  describe('a wrong option is refused at start-up', () => {
    test.each([
      ['authorize', undefined],
      ['bucket', ''],
      ['tokenKeys', []],
      ['allowedOrigins', ['https://app.example/']],
      ['allowedOrigins', ['*']],
      ['urlLifetimeSeconds', 0],
      ['urlLifetimeSeconds', 604_801],
      ['policy', { maxSize: 5 }],
      ['policy', { accept: ['jpg'] }],
      ['uploadLifetimeSeconds', 0.5],
      ['maxBodyBytes', 0],
      ['bodyTimeoutMs', 0],
      ['bodyTimeoutMs', 2 ** 31],
      ['prefix', '/a'],
      ['object', { tags: {} }],
      ['object', { acl: 'private', grantRead: 'id="a"' }],
    ])('%s: %j', async (name, value) => {
      const wrong = { ...options, [name]: value };
      await expect(validateUploadOptions(wrong)).rejects.toThrow(name);
      if (adapter === 'Express') expect(() => createUploadRouter(wrong)).toThrow(name);
    });
  });
});
