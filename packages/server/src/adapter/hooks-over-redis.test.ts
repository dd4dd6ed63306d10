import { randomBytes } from 'node:crypto';
import { UploadError } from '@slipway/protocol';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { ADAPTERS } from '../../testing/adapters.ts';
import { connectTo, type RedisServer, startRedis } from '../../testing/redis-server.ts';
import { MiB, startUploadStack, type UploadStack } from '../../testing/upload-stack.ts';
import { complete, createUpload, putParts, readObject } from '../../testing/uploads.ts';
import { createRedisStore } from '../store/redis-store.ts';

const bytes = randomBytes(6 * MiB);

const abortOf = async (stack: UploadStack, token: string) =>
  (await stack.call('abort', { uploads: [{ token }] })).body.uploads[0];

let redis: RedisServer;
beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.close());

describe.each(ADAPTERS)('%s: replicas over one Redis', (adapter) => {
  const onCompleted = vi.fn();
  const onAborted = vi.fn();
  const clients: Awaited<ReturnType<typeof connectTo>>[] = [];
  let one: UploadStack;
  let other: UploadStack;

  async function replica(options: Parameters<typeof startUploadStack>[0] = {}) {
    const client = await connectTo(redis);
    clients.push(client);
    const store = createRedisStore(client, { prefix: 'slipway:' });
    return startUploadStack({ store, onCompleted, onAborted, ...options }, adapter);
  }

  beforeEach(async () => {
    await redis.restart();
    onCompleted.mockReset();
    onAborted.mockReset();
    one = await replica();
    other = await replica({ s3: one.client });
  });
  afterEach(async () => {
    await other.close();
    await one.close();
    for (const client of clients.splice(0)) client.destroy();
  });

  async function sent() {
    const upload = await createUpload(one, bytes);
    await putParts(one, upload, bytes);
    return upload;
  }

  test('call onCompleted once for ten concurrent completes', async () => {
    const { token } = await sent();
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, i) => complete(i % 2 === 0 ? one : other, { token })),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer.object))).size).toBe(1);
    expect(answers[0].object.size).toBe(bytes.byteLength);
    expect(onCompleted).toHaveBeenCalledTimes(1);
  });

  test('agree on one result if one completes while the other aborts', async () => {
    const { token } = await sent();
    const [completed] = await Promise.all([
      complete(one, { token }),
      other.call('abort', { uploads: [{ token }] }),
    ]);
    const ends = [onCompleted, onAborted].map(({ mock }) => mock.calls.length);
    expect(ends).toEqual(completed.object ? [1, 0] : [0, 1]);
    const { body } = await one.call('listParts', { token });
    expect(body.status ?? body.error.code).toBe(
      completed.object ? 'completed' : 'upload-not-found',
    );
  });

  test.each([
    ['a small file', randomBytes(1_000)],
    ['a file of several parts', bytes],
  ])('S24 take over from an onCompleted that hangs, and tell one outcome: %s', async (_, file) => {
    const errors: unknown[] = [];
    const impatient = { hookTimeoutSeconds: 1, onError: (error: unknown) => errors.push(error) };
    const hanging = await replica({ s3: one.client, ...impatient });
    let finishLate: ((error?: Error) => void) | undefined;
    onCompleted.mockImplementationOnce(
      () =>
        new Promise<void>((resolve, reject) => {
          finishLate = (error) => (error ? reject(error) : resolve());
        }),
    );
    const upload = await createUpload(one, file);
    await putParts(one, upload, file);
    const { token } = upload;
    const first = complete(hanging, { token });
    await vi.waitFor(() => expect(finishLate).toBeDefined(), { timeout: 20_000 });
    // It waits for the first, and then calls the hook itself.
    const second = complete(other, { token });
    expect((await first).error).toMatchObject({ code: 'internal-error' });
    expect(errors.map(String).join()).toContain('onCompleted did not settle within 1 seconds');
    const { object } = await second;
    expect(object.size).toBe(file.byteLength);

    finishLate?.(new UploadError('forbidden', { message: 'Too late.' }));
    expect((await complete(hanging, { token })).object).toEqual(object);
    expect((await abortOf(other, token)).error.code).toBe('already-completed');
    expect((await readObject(one, upload.objectKey)).equals(file)).toBe(true);
    expect(onCompleted).toHaveBeenCalledTimes(2);
    expect(onAborted).not.toHaveBeenCalled();
    await hanging.close();
  });

  test('report a Redis that is silent once, however many uploads fail', async () => {
    const errors: unknown[] = [];
    const onError = (error: unknown) => errors.push(error);
    const watched = await replica({ s3: one.client, onError });
    const uploads = await Promise.all(
      Array.from({ length: 20 }, async () => ({ token: (await createUpload(one, bytes)).token })),
    );
    redis.freeze();
    for (let times = 0; times < 2; times += 1) {
      const { body } = await watched.call('complete', { uploads });
      for (const { error } of body.uploads) expect(error.code).toBe('storage-unavailable');
    }
    redis.thaw();
    expect(errors).toMatchObject([{ code: 'storage-unavailable' }]);
    await watched.close();
  });

  test('S24 abort an upload although onAborted hangs', async () => {
    const errors: unknown[] = [];
    const impatient = { hookTimeoutSeconds: 1, onError: (error: unknown) => errors.push(error) };
    const hanging = await replica({ s3: one.client, ...impatient });
    onAborted.mockImplementationOnce(() => new Promise(() => {}));
    const { token } = await createUpload(one, bytes);
    expect(await abortOf(hanging, token)).toEqual({ aborted: true });
    expect(String(errors)).toContain('onAborted did not settle');
    await hanging.close();
  });

  test('create no small file that Redis cannot record, because no replica would ever delete it', async () => {
    const file = { name: 'a', type: '', partSize: 5 * MiB, integrity: 'none', parts: [] };
    const create = (size: number) => one.call('create', { files: [{ ...file, size }] });
    const [client] = clients as [(typeof clients)[number]];
    await client.configSet('maxmemory', '1');
    const { status, headers, body } = await create(1_000);
    expect([status, body.error.code]).toEqual([503, 'storage-unavailable']);
    expect(headers.get('retry-after')).toBe('1');
    // S3 lists an upload of several parts, so the sweeper finds it.
    expect((await create(6 * MiB)).body.uploads[0].token).toBeDefined();
    await client.configSet('maxmemory', '0');
    expect((await create(1_000)).body.uploads[0].token).toBeDefined();
  });

  test('lose no upload if Redis dies before complete, or during the hook', async () => {
    const { token, objectKey } = await sent();
    await redis.kill();
    expect((await complete(one, { token })).error.code).toBe('storage-unavailable');
    expect(onCompleted).not.toHaveBeenCalled();

    await redis.restart();
    onCompleted.mockImplementationOnce(() => redis.kill());
    // Success would be a promise that no replica remembers. The client asks again.
    expect((await complete(other, { token })).error.code).toBe('storage-unavailable');

    await redis.restart();
    expect((await complete(one, { token })).object.size).toBe(bytes.byteLength);
    expect((await readObject(one, objectKey)).equals(bytes)).toBe(true);
  });
});
