import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createRedisStore } from '../src/store/redis-store.ts';
import { ADAPTERS } from '../testing/adapters.ts';
import { createHandClock, type HandClock } from '../testing/hand-clock.ts';
import { connectTo, type RedisServer, startRedis } from '../testing/redis-server.ts';
import { startUploadStack, type UploadStack } from '../testing/upload-stack.ts';
import { complete, createUpload, objectExists, putParts } from '../testing/uploads.ts';

const SMALL = new Uint8Array(1_000).fill(1);

/** Repeats a request while the backend still takes Redis for silent. */
const answerOf = async (ask: () => Promise<{ readonly error?: { readonly code: string } }>) => {
  let answer = await ask();
  await expect
    .poll(async () => {
      if (answer.error?.code === 'storage-unavailable') answer = await ask();
      return answer.error?.code;
    })
    .not.toBe('storage-unavailable');
  return answer;
};

describe.each(ADAPTERS)('%s: Redis comes back with an older state:', (adapter) => {
  let redis: RedisServer;
  let client: Awaited<ReturnType<typeof connectTo>>;
  let stack: UploadStack;
  let maxFileSize: number;
  let errors: unknown[];
  let clock: HandClock;
  beforeEach(async () => {
    redis = await startRedis();
    client = await connectTo(redis);
    maxFileSize = SMALL.length;
    errors = [];
    clock = createHandClock();
    stack = await startUploadStack(
      {
        store: createRedisStore(client),
        clock,
        policy: () => ({ maxFileSize }),
        onError: (error) => errors.push(error),
      },
      adapter,
    );
  });
  afterEach(async () => {
    await stack.close();
    client.destroy();
    await redis.close();
  });

  /** An upload that is accepted after Redis has saved its state. Then Redis crashes, and restarts with that state. */
  async function acceptAndRollBack() {
    const upload = await createUpload(stack, SMALL);
    await putParts(stack, upload, SMALL);
    await client.sendCommand(['SAVE']);
    expect(await complete(stack, { token: upload.token })).toHaveProperty('object');
    await redis.restart();
    await expect.poll(() => client.ping().catch(() => 'down')).toBe('PONG');
    expect(await client.keys('*:new/*')).toHaveLength(1);
    return upload;
  }

  test('S25 an abort does not delete the accepted object', async () => {
    const { token, objectKey } = await acceptAndRollBack();
    const answer = await answerOf(async () => {
      const { body } = await stack.call('abort', { uploads: [{ token }] });
      return body.uploads?.[0] ?? body;
    });
    expect(answer.error?.code).toBe('already-completed');
    expect(await objectExists(stack, objectKey)).toBe(true);
  });

  test('S25 a stricter policy does not delete the accepted object', async () => {
    const { token, objectKey } = await acceptAndRollBack();
    maxFileSize = 1;
    const answer = await answerOf(() => complete(stack, { token }));
    expect(answer.error?.code).toBe('file-too-large');
    expect(await objectExists(stack, objectKey)).toBe(true);
  });

  test('S25 the cleanup does not delete the accepted object, and the owner learns of it', async () => {
    const { objectKey } = await acceptAndRollBack();
    // As after the upload's lifetime.
    const [due = ''] = await client.keys('*late-writes*:due');
    for (const value of await client.zRange(due, 0, -1))
      await client.zAdd(due, { score: 0, value });
    // The backend looks for tasks once a minute.
    clock.pass(60_000);
    await stack.policy();
    await expect.poll(() => errors.map(String).join()).toContain(objectKey);
    expect(await objectExists(stack, objectKey)).toBe(true);
    await expect.poll(() => client.exists(due)).toBe(0);
  });
});
