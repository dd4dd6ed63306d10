import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { ADAPTERS, type CommonOptions } from '../../testing/adapters.ts';
import { MiB, startUploadStack, type UploadStack } from '../../testing/upload-stack.ts';
import { complete, createUpload, putParts, unfinishedKeys } from '../../testing/uploads.ts';
import { WEBHOOK_SECRETS } from '../../testing/webhook-receiver.ts';
import { createMemoryStore } from '../store/memory-store.ts';
import type { SharedStore } from '../store/shared-store.ts';
import { createWebhooks } from '../webhooks/webhooks.ts';

const SMALL = randomBytes(1_000);
const LARGE = randomBytes(6 * MiB);

const SIZES = [
  ['one part', SMALL],
  ['two parts', LARGE],
] as const;

describe.each(ADAPTERS)('%s:', (adapter) => {
  let stack: UploadStack | undefined;
  afterEach(() => stack?.close());
  const start = async (options: Partial<CommonOptions>) => {
    stack = await startUploadStack(options, adapter);
    return stack;
  };

  test('a release of upload.created that the store carries out late keeps upload.completed', async () => {
    const memory = createMemoryStore();
    let release: (() => Promise<void>) | undefined;
    const late = (carryOut: () => Promise<void>) => {
      release = carryOut;
      return Promise.reject(new Error('Redis does not answer.'));
    };
    const store: SharedStore = {
      ...memory,
      release: (list, id) => late(() => memory.release(list, id)),
      schedule: (list, task) => late(() => memory.schedule(list, task)),
    };
    const url = 'https://app.example/hooks';
    const webhooks = createWebhooks({ url, secrets: WEBHOOK_SECRETS, store });
    const { outbox } = webhooks;
    const one = await start({ store, webhooks, onError: () => {} });
    const upload = await createUpload(one, SMALL);
    await putParts(one, upload, SMALL);
    expect(await complete(one, { token: upload.token })).toHaveProperty('object');
    await release?.();
    const [task] = await store.takeDue(outbox.list, 10, 1_000);
    const types = task?.payload.split('\n').map((line) => JSON.parse(line).type);
    expect(types).toEqual(['upload.created', 'upload.completed']);
  });

  test.each(SIZES)(
    'a client that disconnects during create of a file of %s gets its quota back',
    async (_, bytes) => {
      const gone = new AbortController();
      const onAborted = vi.fn();
      const one = await start({
        quotas: { openUploads: 1 },
        onError: () => {},
        onAborted,
        onCreated: vi.fn().mockImplementationOnce(async () => {
          gone.abort();
          // The server reads the end of the connection before these requests.
          for (let i = 0; i < 3; i += 1) await stack?.policy();
        }),
      });
      const file = { name: 'a', type: '', size: bytes.length, partSize: 5 * MiB };
      const headers = { 'content-type': 'application/json', 'x-user': 'alice' };
      const body = JSON.stringify({ files: [file] });
      const { signal } = gone;
      const request = { method: 'POST', headers, body, signal };
      await expect(fetch(`${one.url}/uploads`, request)).rejects.toThrow();
      await expect
        .poll(() => createUpload(one, bytes).then(() => 'created', String))
        .toBe('created');
      expect(onAborted).toHaveBeenCalledTimes(1);
      expect(await unfinishedKeys(one)).toHaveLength(bytes === LARGE ? 1 : 0);
    },
  );

  test('an upload whose cleanup task has no room in the store is not created', async () => {
    const store = createMemoryStore({ maxEntries: 3 });
    const one = await start({ store, onError: () => {} });
    for (let i = 0; i < 3; i += 1) await createUpload(one, SMALL);
    await expect(createUpload(one, SMALL)).rejects.toThrow('storage-unavailable');
  });
});
