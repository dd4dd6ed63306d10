import { UploadError } from '@slipway/protocol';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ADAPTERS, type CommonOptions } from '../../testing/adapters.ts';
import { createHandClock, type HandClock } from '../../testing/hand-clock.ts';
import { MiB, startUploadStack, type UploadStack } from '../../testing/upload-stack.ts';
import { complete, createUpload, putParts, unfinishedKeys } from '../../testing/uploads.ts';
import { createMemoryStore } from '../store/memory-store.ts';
import type { SharedStore } from '../store/shared-store.ts';

const DAY_MS = 86_400_000;
const small = { name: 'a.bin', size: 10, type: '', partSize: 5 * MiB };
const large = { ...small, size: 6 * MiB };

const gone = () =>
  Promise.reject(new UploadError('storage-unavailable', { message: 'm', retryAfterMs: 1_000 }));

describe.each(ADAPTERS)('%s: quotas', (adapter) => {
  let stack: UploadStack | undefined;
  afterEach(async () => {
    await stack?.close();
    stack = undefined;
  });
  let clock: HandClock;
  beforeEach(() => {
    clock = createHandClock();
  });
  const start = async (options: Partial<CommonOptions>) => {
    stack = await startUploadStack({ clock, ...options }, adapter);
    return stack;
  };
  /** The outcome of creating one file: its token, or the error. */
  const create = async (file: object, user = 'alice') => {
    const { body } = await (stack as UploadStack).call(
      'create',
      { files: [file] },
      { 'x-user': user },
    );
    return body.uploads[0];
  };

  test('open uploads: an upload beyond the limit is refused with the limit and advice, without a call to S3', async () => {
    const { forget, operations } = await start({ quotas: { openUploads: 2 } });
    await create(large);
    await create(small);
    forget();
    const { error } = await create(large);
    expect(error).toMatchObject({ code: 'quota-exceeded', limit: 2 });
    expect(error.message).toContain('Finish or cancel one');
    expect(operations()).toEqual([]);
    expect((await create(large, 'bob')).token).toBeDefined();
  });

  test('a batch gets as many uploads as the quota allows', async () => {
    const { call } = await start({ quotas: { openUploads: 30 } });
    const { body } = await call('create', { files: Array.from({ length: 100 }, () => small) });
    const codes = body.uploads.map((item: { error?: { code: string } }) => item.error?.code);
    expect(codes.filter((code: unknown) => code === undefined)).toHaveLength(30);
    expect(codes.filter((code: unknown) => code === 'quota-exceeded')).toHaveLength(70);
  });

  test('a completed upload is released once, even if complete is repeated', async () => {
    const upload = await start({ quotas: { openUploads: 2 } });
    const bytes = Buffer.alloc(6 * MiB, 1);
    const created = await createUpload(upload, bytes);
    await create(small);
    await putParts(upload, created, bytes);
    for (let i = 0; i < 3; i += 1) {
      expect(await complete(upload, { token: created.token })).toMatchObject({
        object: { size: bytes.byteLength },
      });
    }
    expect((await create(small)).token).toBeDefined();
    expect((await create(small)).error.code).toBe('quota-exceeded');
  });

  test('an aborted upload is released and refunded once, even if abort is repeated', async () => {
    const { call } = await start({ quotas: { bytesInFlight: 12 * MiB, bytesPerDay: 12 * MiB } });
    const { token } = await create(large);
    await create(large);
    expect((await create(small)).error.code).toBe('quota-exceeded');
    for (let i = 0; i < 3; i += 1) await call('abort', { uploads: [{ token }] });
    expect((await create(large)).token).toBeDefined();
    expect((await create(small)).error).toMatchObject({ code: 'quota-exceeded', limit: 12 * MiB });
  });

  test('bytes of a completed upload stay counted until midnight UTC', async () => {
    const upload = await start({ quotas: { bytesPerDay: 10 } });
    const bytes = Buffer.alloc(10);
    const created = await createUpload(upload, bytes);
    await putParts(upload, created, bytes);
    await complete(upload, { token: created.token });
    const { error } = await create({ ...small, size: 1 });
    expect(error.message).toContain('after midnight UTC');
    clock.pass(DAY_MS - (clock.now() % DAY_MS) - 1);
    expect((await create({ ...small, size: 1 })).error.code).toBe('quota-exceeded');
    clock.pass(1);
    expect((await create(small)).token).toBeDefined();
  });

  test('an abandoned upload is released when its token expires', async () => {
    await start({ quotas: { openUploads: 1, bytesInFlight: 10 }, uploadLifetimeSeconds: 3_600 });
    await create(small);
    clock.pass(3_599_999);
    expect((await create(small)).error.code).toBe('quota-exceeded');
    clock.pass(1);
    expect((await create(small)).token).toBeDefined();
  });

  test('a failed create reserves nothing', async () => {
    let refuses = true;
    const upload = await start({
      quotas: { openUploads: 1, bytesPerDay: 6 * MiB },
      onCreated: () => {
        if (refuses) throw new UploadError('forbidden', { message: 'Not now.' });
      },
    });
    for (let i = 0; i < 3; i += 1) expect((await create(large)).error.code).toBe('forbidden');
    refuses = false;
    expect((await create(large)).token).toBeDefined();
    expect(await unfinishedKeys(upload)).toHaveLength(1);
  });

  test('each caller can have its own quotas, or none', async () => {
    await start({
      quotas: async ({ subject }) => (subject === 'admin' ? undefined : { openUploads: 1 }),
    });
    await create(small);
    await create(small, 'admin');
    expect((await create(small)).error.code).toBe('quota-exceeded');
    expect((await create(small, 'admin')).token).toBeDefined();
  });

  describe('while the store is down', () => {
    test('no upload starts, and the browser is told to retry', async () => {
      const { operations } = await start({
        quotas: { openUploads: 1 },
        store: { ...createMemoryStore(), reserve: gone },
      });
      const { error } = await create(large);
      expect(error).toMatchObject({ code: 'storage-unavailable', retryAfterMs: 1_000 });
      expect(operations()).toEqual([]);
    });

    test('a share that it reserves too late to answer is given back', async () => {
      const store = createMemoryStore();
      let isSlow = true;
      const reserve: SharedStore['reserve'] = async (...args) => {
        const exceeded = await store.reserve(...args);
        return isSlow ? gone() : exceeded;
      };
      await start({ quotas: { openUploads: 1 }, store: { ...store, reserve } });
      expect((await create(large)).error.code).toBe('storage-unavailable');
      isSlow = false;
      expect(await create(large)).toHaveProperty('token');
    });

    test('uploads in flight can still be completed and aborted', async () => {
      const failures: unknown[] = [];
      const store: SharedStore = { ...createMemoryStore(), unreserve: gone };
      const upload = await start({ quotas: {}, store, onError: (error) => failures.push(error) });
      const bytes = Buffer.alloc(10);
      const created = await createUpload(upload, bytes);
      await putParts(upload, created, bytes);
      expect(await complete(upload, { token: created.token })).toHaveProperty('object');
      const { token } = await create(large);
      const { body } = await upload.call('abort', { uploads: [{ token }] });
      expect(body.uploads).toEqual([{ aborted: true }]);
      expect(failures).toHaveLength(2);
    });
  });

  test('quotas that are not whole numbers are refused at start-up', async () => {
    await expect(start({ quotas: { openUploads: -1 } })).rejects.toThrow('openUploads');
  });
});
