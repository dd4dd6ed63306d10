import { randomBytes } from 'node:crypto';
import { UploadError } from '@slipway/protocol';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { ADAPTERS } from '../../testing/adapters.ts';
import { connectTo, type RedisServer, startRedis } from '../../testing/redis-server.ts';
import { sha256 } from '../../testing/sha256.ts';
import { MiB, putPart, startUploadStack, type UploadStack } from '../../testing/upload-stack.ts';
import { complete, createUpload, putParts } from '../../testing/uploads.ts';
import { createMemoryStore } from '../store/memory-store.ts';
import { createRedisStore } from '../store/redis-store.ts';
import type { SharedStore } from '../store/shared-store.ts';

const large = randomBytes(6 * MiB);
const small = randomBytes(1_000);

let redis: RedisServer;
beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.close());

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const STORES = {
  memory: async () => createMemoryStore(),
  Redis: async () => {
    await redis.restart();
    const client = await connectTo(redis);
    closing.push(() => client.destroy());
    return createRedisStore(client);
  },
} satisfies Record<string, () => Promise<SharedStore>>;

/** How a sent upload can end. */
const ENDS = {
  completed: async (stack: UploadStack, token: string) => {
    expect((await complete(stack, { token })).object).toBeDefined();
  },
  aborted: async (stack: UploadStack, token: string) => {
    await stack.call('abort', { uploads: [{ token }] });
  },
  refused: async (stack: UploadStack, token: string) => {
    expect((await complete(stack, { token })).error.code).toBe('type-not-allowed');
  },
} as const;

describe.each(ADAPTERS)('%s:', (adapter) => {
  const onCompleted = vi.fn();
  const onError = vi.fn();
  let stack: UploadStack;

  async function start(store: SharedStore): Promise<void> {
    onCompleted.mockReset();
    onError.mockReset();
    stack = await startUploadStack({ store, onCompleted, onError, smallFiles: 'post' }, adapter);
    closing.push(stack.close);
  }

  const presign = (tokens: readonly string[], more: object = {}) =>
    stack.call('presign', {
      uploads: tokens.map((token) => ({ token, parts: [{ partNumber: 1 }] })),
      ...more,
    });

  async function send(bytes: Uint8Array): Promise<string> {
    const upload = await createUpload(stack, bytes);
    await putParts(stack, upload, bytes);
    return upload.token;
  }

  describe.each(Object.entries(STORES))('with a store in %s', (_store, createStore) => {
    beforeEach(async () => start(await createStore()));

    describe.each([
      ['of several parts', large],
      ['of one part', small],
    ])('for an upload %s', (_size, bytes) => {
      test.each(Object.entries(ENDS))('that is %s, presign returns no URL', async (kind, end) => {
        const token = await send(bytes);
        expect((await presign([token])).status).toBe(200);
        if (kind === 'refused') {
          onCompleted.mockRejectedValue(new UploadError('type-not-allowed', { message: 'No.' }));
        }
        await end(stack, token);
        stack.forget();

        const { status, body } = await presign([token]);
        expect([status, body.error.code]).toEqual([409, 'upload-ended']);
        expect(body.uploads[0].parts).toBeUndefined();
        expect(stack.operations()).toEqual([]);
      });
    });

    test('for a completed small file, presign returns no form either', async () => {
      const checksum = sha256(small);
      const parts = [{ partNumber: 1, checksum }];
      const { token } = await createUpload(stack, small, { integrity: 'sha256', parts });
      const wanted = { uploads: [{ token, parts }], accepts: ['post'] };
      const form = (await stack.call('presign', wanted)).body.uploads[0].parts[0];
      expect(form.fields).toBeDefined();
      await putPart(form, small);
      await ENDS.completed(stack, token);

      const { status, body } = await stack.call('presign', wanted);
      expect([status, body.error.code]).toEqual([409, 'upload-ended']);
    });

    test('of several uploads, only the ended ones get no URL', async () => {
      const ended = await send(large);
      await ENDS.aborted(stack, ended);
      const { token } = await createUpload(stack, large);
      const { status, body } = await presign([token, ended]);
      expect(status).toBe(200);
      expect(body.uploads[0].parts).toHaveLength(1);
      expect(body.uploads[1].error.code).toBe('upload-ended');
    });
  });

  test('an upload that another replica has ended gets no URL', async () => {
    await start(await STORES.Redis());
    const other = stack;
    const token = await send(large);
    const client = await connectTo(redis);
    closing.push(() => client.destroy());
    const options = { store: createRedisStore(client), s3: other.client };
    stack = await startUploadStack(options, adapter);
    closing.push(stack.close);
    await ENDS.completed(other, token);
    expect((await presign([token])).body.error.code).toBe('upload-ended');
  });

  test('while the store is down, parts are presigned, and single PUTs must wait', async () => {
    await start(await STORES.Redis());
    const part = await createUpload(stack, large);
    const put = await createUpload(stack, small);
    await redis.kill();
    const parts = await presign([part.token]);
    // S3 rejects parts of an ended upload.
    expect(parts.body.uploads[0].parts).toHaveLength(1);
    expect(onError).toHaveBeenCalledWith(
      expect.objectContaining({ code: 'storage-unavailable' }),
      expect.anything(),
    );
    const answer = await presign([put.token]);
    // It would accept a single PUT.
    expect([answer.status, answer.body.error.code]).toEqual([503, 'storage-unavailable']);
  });

  test('presign reads the store once per upload, for 16 uploads at once', async () => {
    const memory = createMemoryStore();
    const held: (() => void)[] = [];
    let isHeld = false;
    let reads = 0;
    await start({
      ...memory,
      async get(key) {
        reads += 1;
        if (isHeld) await new Promise<void>((resolve) => held.push(resolve));
        return memory.get(key);
      },
    });
    const tokens: string[] = [];
    while (tokens.length < 100) tokens.push((await createUpload(stack, small)).token);
    isHeld = true;
    reads = 0;
    const answer = presign(tokens);
    await expect.poll(() => held).toHaveLength(16);
    isHeld = false;
    for (const resolve of held) resolve();
    expect((await answer).status).toBe(200);
    expect(reads).toBe(100);
  });
});
