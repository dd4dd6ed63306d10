import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { ADAPTERS } from '../../testing/adapters.ts';
import { connectTo, type RedisServer, startRedis } from '../../testing/redis-server.ts';
import { MiB, startUploadStack, type UploadStack } from '../../testing/upload-stack.ts';
import { complete, createUpload, putParts, readObject } from '../../testing/uploads.ts';
import { createRedisStore } from '../store/redis-store.ts';

const bytes = randomBytes(6 * MiB);

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
