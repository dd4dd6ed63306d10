import { ADMIN_ROUTES } from '@slipway/protocol';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ADAPTERS } from '../../testing/adapters.ts';
import { type AdminStack, startAdminStack } from '../../testing/admin-stack.ts';
import { startUploadStack } from '../../testing/upload-stack.ts';

const { listUploads, abort, deleteObjects, sendWebhooks } = ADMIN_ROUTES;
const POSTS: ReadonlySet<string> = new Set([abort, deleteObjects, sendWebhooks]);

describe.each(ADAPTERS)('%s:', (adapter) => {
  let stack: AdminStack;
  beforeAll(async () => {
    stack = await startAdminStack({}, adapter);
  });
  afterAll(() => stack.close());
  beforeEach(() => {
    stack.forget();
  });

  describe('the caller', () => {
    const calls = Object.values(ADMIN_ROUTES)
      .filter((path) => path !== ADMIN_ROUTES.doctor)
      .map((path) => [path, POSTS.has(path) ? 'POST' : 'GET']);

    test.each(calls)(
      '%s is for admins only, and other callers cause no call to S3',
      async (path, method) => {
        const as = (headers: Record<string, string>) =>
          fetch(`${stack.url}${path}`, {
            method: method ?? '',
            headers: { 'content-type': 'application/json', ...headers },
            ...(method === 'POST' && { body: '{"olderThanSeconds":0}' }),
          });
        expect((await as({})).status).toBe(401);
        expect((await as({ 'x-user': 'alice' })).status).toBe(403);
        expect(stack.operations()).toEqual([]);
      },
    );

    test.each(calls)('%s does not exist without authorizeAdmin', async (path, method) => {
      const other = await startUploadStack({}, adapter);
      const headers = { 'x-user': 'alice', 'x-admin': 'root' };
      const { status } = await fetch(`${other.url}${path}`, { method: method ?? '', headers });
      await other.close();
      expect(status).toBe(404);
    });
  });

  test.each([
    { limit: '0' },
    { limit: '1001' },
    { limit: '1e2' },
    { olderThanSeconds: '-1' },
    { held: 'yes' },
    { bucket: 'x' },
    { cursor: 'nonsense' },
    { cursor: Buffer.from('{"after":{"objectKey":5}}').toString('base64url') },
    { prefix: 'x'.repeat(1_025) },
  ])('the query %j is refused', async (query) => {
    const { status, body } = await stack.get(listUploads, query as Record<string, string>);
    expect([status, body.error.code]).toEqual([400, 'invalid-request']);
    expect(body.error.message).toContain(Object.keys(query)[0]);
    expect(stack.operations()).not.toContain('ListMultipartUploads');
  });

  test('a repeated name in a query is refused', async () => {
    const headers = { 'x-admin': 'root' };
    const { status } = await fetch(`${stack.url}${listUploads}?limit=1&limit=2`, { headers });
    expect(status).toBe(400);
  });
});
