import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ADAPTERS, type CommonOptions } from '../testing/adapters.ts';
import { startApi } from '../testing/api-server.ts';
import { fullBody, ROUTES_WITH_TOKENS } from '../testing/requests.ts';
import { BUCKET, MiB, startUploadStack, type UploadStack } from '../testing/upload-stack.ts';
import { complete, createUpload, putParts, unfinishedKeys } from '../testing/uploads.ts';

const bytes = randomBytes(6 * MiB);

describe.each(ADAPTERS)('%s:', (adapter) => {
  let stack: UploadStack;
  beforeAll(async () => {
    stack = await startUploadStack({ prefix: 'avatars', resume: 'any-device' }, adapter);
  });
  afterAll(() => stack.close());

  /** Runs with another router for the same bucket, with the same keys. */
  async function withRouter(
    options: Partial<CommonOptions>,
    run: (api: Awaited<ReturnType<typeof startApi>>) => Promise<void>,
  ) {
    const api = await startApi(stack.client, BUCKET, options, adapter);
    await run(api).finally(() => api.close());
  }

  test.each<[string, Partial<CommonOptions>]>([
    ['another prefix', { prefix: 'files' }],
    ['another name and so another policy', { prefix: 'avatars', name: 'files' }],
  ])('S30 a token used at a router with %s gets 401 four times', async (_name, options) => {
    const upload = await createUpload(stack, bytes);
    const etags = await putParts(stack, upload, bytes);
    const heard: string[] = [];
    const hooks = { onCompleted: () => void heard.push('completed') };
    await withRouter({ ...options, ...hooks }, async (api) => {
      for (const route of ROUTES_WITH_TOKENS) {
        const answer = await api.call(route, fullBody(route, upload.token, etags[0]?.etag));
        expect([route, answer.status, answer.body.error.code]).toEqual([
          route,
          401,
          'token-invalid',
        ]);
      }
    });
    expect(heard).toEqual([]);

    // A replica of the first router needs no configuration of its own.
    await withRouter({ prefix: 'avatars' }, async (replica) => {
      const { object } = await complete({ ...stack, ...replica }, { token: upload.token, etags });
      expect(object.size).toBe(bytes.byteLength);
    });
  });

  test('S30 without a token, an upload of another router cannot be resumed either', async () => {
    const fingerprint = 'fnv1a-1';
    const first = await createUpload(stack, bytes, { fingerprint });
    const options = { prefix: 'avatars', resume: 'any-device' } as const;
    await withRouter({ ...options, name: 'files' }, async (api) => {
      const other = await createUpload({ ...stack, ...api }, bytes, { fingerprint });
      expect(other.resumed).toBeUndefined();
      expect(other.objectKey).not.toBe(first.objectKey);
    });
    await withRouter(options, async (replica) => {
      const again = await createUpload({ ...stack, ...replica }, bytes, { fingerprint });
      expect(again.objectKey).toBe(first.objectKey);
    });
    expect(await unfinishedKeys(stack)).toHaveLength(2);
  });

  test.each([[''], ['x'.repeat(129)], [5 as unknown as string]])(
    'S30 the router refuses the name %j',
    async (name) => {
      await expect(startApi(stack.client, BUCKET, { name }, adapter)).rejects.toThrow(/^name/);
    },
  );
});
