import { randomBytes } from 'node:crypto';
import { type PresignedPart, UploadError } from '@slipway/protocol';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createMemoryStore } from '../src/store/memory-store.ts';
import { createRedisStore } from '../src/store/redis-store.ts';
import type { SharedStore } from '../src/store/shared-store.ts';
import { ADAPTERS } from '../testing/adapters.ts';
import { createHandClock, type HandClock } from '../testing/hand-clock.ts';
import { connectTo, startRedis } from '../testing/redis-server.ts';
import { MiB, putPart, startUploadStack, type UploadStack } from '../testing/upload-stack.ts';
import {
  complete,
  createUpload,
  objectExists,
  putParts,
  readObject,
  unfinishedKeys,
} from '../testing/uploads.ts';

const SMALL = new Uint8Array(1_000).fill(1);
const LARGE = new Uint8Array(6 * MiB).fill(1);
/** The lifetime of a URL, and the margin after it. */
const EXPIRED_MS = 17 * 60_000;

const SIZES = [
  ['one part', SMALL],
  ['two parts', LARGE],
] as const;

/** How an upload ends, and how the API answers that. */
const ENDS = [
  ['completed', 'already-completed'],
  ['aborted', undefined],
  ['refused', undefined],
] as const;

/** What S3 answers while it refuses requests. */
const REFUSES = { kind: 'answer', status: 503, code: 'SlowDown' } as const;

/** Sends a file of one part, and does not complete it. */
async function abandon(stack: UploadStack) {
  const upload = await createUpload(stack, SMALL);
  await putParts(stack, upload, SMALL);
  return upload;
}

const abort = async (stack: UploadStack, token: string) =>
  (await stack.call('abort', { uploads: [{ token }] })).body.uploads[0];

describe.each(ADAPTERS)('%s:', (adapter) => {
  let clock: HandClock;
  let store: SharedStore;
  let one: UploadStack;
  let other: UploadStack;
  let refuses = false;

  type Options = Parameters<typeof startUploadStack>[0];
  const replica = (options: Options = {}) =>
    startUploadStack(
      {
        store,
        clock,
        quotas: { bytesInFlight: 10 * MiB },
        onCompleted() {
          if (refuses) throw new UploadError('forbidden', { message: 'Not wanted.' });
        },
        ...options,
      },
      adapter,
    );

  beforeEach(async () => {
    refuses = false;
    clock = createHandClock();
    store = createMemoryStore({ now: () => clock.now() });
    one = await replica();
    other = await replica({ s3: one.client });
  });
  afterEach(async () => {
    await other.close();
    await one.close();
  });

  async function end(token: string, how: (typeof ENDS)[number][0]) {
    refuses = how === 'refused';
    if (how === 'aborted') await abort(one, token);
    else await complete(one, { token });
    refuses = false;
  }

  /** Any request to a replica makes it clean up, in the background. */
  async function isCleanedUp(objectKey: string): Promise<void> {
    clock.pass(EXPIRED_MS);
    await other.policy();
    await expect.poll(() => objectExists(one, objectKey)).toBe(false);
  }

  describe.each(SIZES)('an upload of %s', (_, bytes) => {
    test.each(ENDS)(
      'S21 that was %s gets no URL, and its old URL writes nothing that stays',
      async (how, code) => {
        const upload = await createUpload(one, bytes);
        await putParts(one, upload, bytes);
        await end(upload.token, how);

        const { status, body } = await other.call('presign', {
          uploads: [{ token: upload.token, parts: [{ partNumber: 1 }] }],
        });
        expect([status, body.error.code]).toEqual([409, 'upload-ended']);

        // The attacker sends other bytes of the same size.
        const [part] = upload.parts as [PresignedPart];
        await putPart(part, new Uint8Array(Math.min(bytes.length, 5 * MiB)).fill(2));
        if (how === 'completed') {
          expect((await readObject(one, upload.objectKey)).equals(bytes)).toBe(true);
          expect((await abort(other, upload.token)).error.code).toBe(code);
        } else {
          await isCleanedUp(upload.objectKey);
        }
      },
    );
  });

  test('S21 a write that began before the URL expired and arrives an hour later is deleted', async () => {
    const scheduled = vi.spyOn(store, 'schedule');
    await other.close();
    other = await replica({ s3: one.client });
    const upload = await createUpload(one, SMALL);
    await abort(one, upload.token);
    clock.pass(EXPIRED_MS);
    await other.policy();
    await expect.poll(() => scheduled.mock.calls.length).toBe(1);
    const [part] = upload.parts as [PresignedPart];
    await putPart(part, SMALL);
    clock.pass(60 * 60_000);
    await other.policy();
    await expect.poll(() => objectExists(one, upload.objectKey)).toBe(false);
  });

  test.each(SIZES)(
    'S21 a refused object of %s whose DELETE fails is deleted later',
    async (_, bytes) => {
      const upload = await createUpload(one, bytes);
      await putParts(one, upload, bytes);
      one.s3.faults.add({ operation: 'DeleteObject', times: 9, fault: REFUSES });
      refuses = true;
      expect((await complete(one, { token: upload.token })).error.code).toBe('storage-unavailable');
      one.s3.faults.clear();
      expect(await objectExists(one, upload.objectKey)).toBe(true);
      await isCleanedUp(upload.objectKey);
    },
  );

  test('S21 a refused object of several parts that is deleted at once costs the store no task', async () => {
    const upload = await createUpload(one, LARGE);
    await putParts(one, upload, LARGE);
    await end(upload.token, 'refused');
    expect(await objectExists(one, upload.objectKey)).toBe(false);
    clock.pass(EXPIRED_MS);
    expect(await store.takeDue(`late-writes/${one.bucket}`, 10, 1)).toEqual([]);
  });

  test('S25 how an upload ended is known until its first task would have been taken, even if uploads live for a minute', async () => {
    const claimed = vi.spyOn(store, 'claim');
    const brief = await replica({ s3: one.client, uploadLifetimeSeconds: 60 });
    const upload = await createUpload(brief, SMALL);
    await putParts(brief, upload, SMALL);
    await complete(brief, { token: upload.token });
    await brief.close();
    const [key = ''] = claimed.mock.calls[0] ?? [];
    clock.pass(60_000 + EXPIRED_MS + 30 * 60_000);
    expect(JSON.parse((await store.get(key)) ?? '{}')).toMatchObject({ kind: 'accepted' });
  });

  test('S21 a late write is deleted even if uploads live for less time than URLs', async () => {
    const brief = await replica({ s3: one.client, uploadLifetimeSeconds: 600 });
    const upload = await createUpload(brief, SMALL);
    await abort(brief, upload.token);
    await brief.close();
    const [part] = upload.parts as [PresignedPart];
    await putPart(part, SMALL);
    await isCleanedUp(upload.objectKey);
  });

  test('S21 another replica cleans up after the one that aborted the upload has died', async () => {
    const doomed = await replica({ s3: one.client });
    const upload = await createUpload(doomed, SMALL);
    await abort(doomed, upload.token);
    await doomed.close();
    const [part] = upload.parts as [PresignedPart];
    expect((await putPart(part, SMALL)).status).toBe(200);
    await isCleanedUp(upload.objectKey);
  });

  describe('S21 a file of one part that its client sends and never completes', () => {
    /** The lifetime of an upload. */
    const WEEK_MS = 7 * 24 * 60 * 60_000;

    test('stays while its client can complete it, and is deleted by any replica after that', async () => {
      const { objectKey } = await abandon(one);
      const slow = await abandon(one);
      clock.pass(WEEK_MS - 2_000);
      await other.policy();
      expect(await complete(one, { token: slow.token })).toHaveProperty('object');
      expect(await objectExists(one, objectKey)).toBe(true);
      await isCleanedUp(objectKey);
      expect(await objectExists(one, slow.objectKey)).toBe(true);
    });

    test('is deleted even if its last URL writes it again an hour later', async () => {
      const scheduled = vi.spyOn(store, 'schedule');
      const upload = await abandon(one);
      clock.pass(WEEK_MS);
      await isCleanedUp(upload.objectKey);
      await expect.poll(() => scheduled.mock.calls.length).toBe(1);
      await putPart(upload.parts[0] as PresignedPart, SMALL);
      clock.pass(60 * 60_000);
      await other.policy();
      await expect.poll(() => objectExists(one, upload.objectKey)).toBe(false);
    });

    test('stays if onCompleted was called for it, whatever the hook did, and the owner learns of it', async () => {
      let fails = true;
      const errors: unknown[] = [];
      const failing = await replica({
        s3: one.client,
        onCompleted() {
          if (fails) throw new Error('The process dies here.');
        },
      });
      await other.close();
      other = await replica({ s3: one.client, onError: (error) => errors.push(error) });
      const { token, objectKey } = await abandon(failing);
      expect((await complete(failing, { token })).error.code).toBe('internal-error');
      fails = false;
      const witness = await abandon(one);
      clock.pass(WEEK_MS);
      await isCleanedUp(witness.objectKey);
      await expect.poll(() => errors.map(String).join()).toContain(objectKey);
      expect(await objectExists(one, objectKey)).toBe(true);
      await failing.close();
    });

    test('costs the store a task only until it ends', async () => {
      const list = `late-writes/${one.bucket}`;
      const { token } = await abandon(one);
      await complete(one, { token });
      const refusing = await replica({
        s3: one.client,
        onCreated() {
          throw new UploadError('forbidden', { message: 'Not now.' });
        },
      });
      await expect(createUpload(refusing, SMALL)).rejects.toThrow('forbidden');
      await refusing.close();
      await createUpload(one, LARGE);
      clock.pass(2 * WEEK_MS);
      expect(await store.takeDue(list, 10, 1)).toEqual([]);
    });
  });

  /** A replica that has another token key than the others. */
  const withoutKey = (errors: unknown[]) =>
    replica({
      s3: one.client,
      tokenKeys: [{ id: 'new', secret: new Uint8Array(32).fill(8) }],
      onError: (error) => errors.push(error),
    });

  test('S21 a replica that lacks the token key leaves the cleanup to one that has it, and cleans up the rest', async () => {
    const errors: unknown[] = [];
    const newer = await withoutKey(errors);
    // More than one batch, and due before the others.
    for (let i = 0; i < 60; i += 1) await abort(one, (await createUpload(one, SMALL)).token);
    const late = await createUpload(one, SMALL);
    await abort(one, late.token);
    clock.pass(1_000);
    const own = await createUpload(newer, SMALL);
    await abort(newer, own.token);
    for (const { parts } of [late, own]) await putPart(parts[0] as PresignedPart, SMALL);

    clock.pass(EXPIRED_MS);
    await newer.policy();
    await expect.poll(() => objectExists(one, own.objectKey)).toBe(false);
    await expect.poll(() => errors.map(String).join()).toContain('61 cleanup tasks');
    expect(await objectExists(one, late.objectKey)).toBe(true);
    await newer.close();
    await isCleanedUp(late.objectKey);
  });

  test('S21 a cleanup that no replica has the key for ends after a week', async () => {
    const upload = await createUpload(one, SMALL);
    await abort(one, upload.token);
    const finished = vi.spyOn(store, 'finish');
    const errors: unknown[] = [];
    const newer = await withoutKey(errors);
    clock.pass(EXPIRED_MS);
    await newer.policy();
    await expect.poll(() => errors.length).toBe(1);
    expect(finished).not.toHaveBeenCalled();
    clock.pass(7 * 24 * 60 * 60_000);
    await newer.policy();
    await expect.poll(() => finished.mock.calls.length).toBe(1);
    await newer.close();
  });

  test('S25 a stricter policy aborts the parts of an upload that the store has forgotten', async () => {
    const strict = await replica({
      s3: one.client,
      store: createMemoryStore(),
      policy: { maxFileSize: 1 },
    });
    const upload = await createUpload(one, LARGE);
    await putParts(one, upload, LARGE);
    const { token } = upload;
    expect((await complete(strict, { token })).error.code).toBe('file-too-large');
    expect(await unfinishedKeys(one)).toEqual([]);
    await strict.close();
  });

  test('S23 aborted uploads count against the quota until their URLs have expired', async () => {
    const bytes = new Uint8Array(4 * MiB);
    const written: string[] = [];
    const codes: (string | undefined)[] = [];
    for (let i = 0; i < 12; i += 1) {
      const { body } = await one.call('create', {
        files: [
          {
            name: 'a',
            type: '',
            size: bytes.length,
            partSize: 5 * MiB,
            parts: [{ partNumber: 1 }],
            integrity: 'none',
          },
        ],
      });
      const [upload] = body.uploads;
      codes.push(upload.error?.code);
      if (upload.error) continue;
      await abort(one, upload.token);
      await putPart(upload.parts[0], bytes);
      written.push(upload.objectKey);
    }
    expect(codes.filter((code) => code === undefined)).toHaveLength(2);
    expect(new Set(codes.filter(Boolean))).toEqual(new Set(['quota-exceeded']));
    for (const key of written) await isCleanedUp(key);
    await expect
      .poll(async () => (await createUpload(one, bytes).catch(() => undefined))?.token)
      .toBeDefined();
  });

  test('S23 a router without quotas gives back the share of another router’s upload', async () => {
    const unlimited = await replica({ s3: one.client, quotas: undefined });
    const bytes = new Uint8Array(4 * MiB);
    for (let i = 0; i < 2; i += 1) await abort(one, (await createUpload(one, bytes)).token);
    await expect(createUpload(one, bytes)).rejects.toThrow('quota-exceeded');
    clock.pass(EXPIRED_MS);
    await unlimited.policy();
    await expect
      .poll(async () => (await createUpload(one, bytes).catch(() => undefined))?.token)
      .toBeDefined();
    await unlimited.close();
  });

  test('S23 a share that could not be given back is given back later', async () => {
    const upload = await createUpload(one, SMALL);
    await abort(one, upload.token);
    const unreserve = vi
      .spyOn(store, 'unreserve')
      .mockRejectedValueOnce(new Error('Redis is gone'));
    clock.pass(EXPIRED_MS);
    await other.policy();
    await expect.poll(() => unreserve.mock.calls.length).toBe(1);
    clock.pass(5 * 60_000);
    await other.policy();
    await expect.poll(() => unreserve.mock.calls.length).toBe(2);
  });

  test('S23 an aborted upload of several parts leaves the store nothing after an hour', async () => {
    const keys = new Set<string>();
    const keep = (key: unknown) => keys.add(String(key));
    for (const method of ['set', 'add'] as const) {
      const write = store[method];
      vi.spyOn(store, method).mockImplementation((...args: Parameters<typeof write>) => {
        keep(args[0]);
        return (write as (...all: unknown[]) => never)(...args);
      });
    }
    const claimed = vi.spyOn(store, 'claim');
    const upload = await createUpload(one, LARGE);
    expect(await abort(other, upload.token)).toEqual({ aborted: true });
    for (const [key] of claimed.mock.calls) keep(key);
    expect(keys.size).toBe(3);
    const left = async () =>
      (await Promise.all([...keys].map((key) => store.get(key)))).filter((value) => value);
    expect(await left()).toEqual(['{"kind":"aborted"}']);
    clock.pass(60 * 60_000);
    expect(await left()).toEqual([]);
    expect(await abort(other, upload.token)).toEqual({ aborted: true });
  });

  test('S23 an aborted upload of several parts gives its quota back at once: S3 takes none of its parts', async () => {
    for (let i = 0; i < 3; i += 1) {
      const upload = await createUpload(one, LARGE);
      await abort(other, upload.token);
      const [part] = upload.parts as [PresignedPart];
      expect((await putPart(part, LARGE.slice(0, 5 * MiB))).status).toBe(404);
    }
  });

  describe.each(SIZES)(
    'S25 after the store lost its memory, a completed upload of %s',
    (_, bytes) => {
      async function keepsItsObject(
        before: UploadStack,
        after: UploadStack,
        forget: () => Promise<unknown>,
      ) {
        const own = new Uint8Array(randomBytes(bytes.length));
        const upload = await createUpload(before, own);
        await putParts(before, upload, own);
        const { token } = upload;
        const first = await complete(before, { token });
        await forget();
        expect((await abort(after, token)).error.code).toBe('already-completed');
        expect(await complete(after, { token })).toEqual(first);
        expect((await readObject(one, upload.objectKey)).equals(own)).toBe(true);
      }

      test('keeps its object when the process restarts with a store in memory', async () => {
        const restarted = await replica({ s3: one.client, store: createMemoryStore() });
        await keepsItsObject(one, restarted, async () => {});
        await restarted.close();
      });

      test('keeps its object, and complete fails, if the policy has become stricter', async () => {
        const strict = await replica({
          s3: one.client,
          store: createMemoryStore(),
          policy: { maxFileSize: 1 },
        });
        const upload = await createUpload(one, bytes);
        await putParts(one, upload, bytes);
        const { token } = upload;
        await complete(one, { token });
        for (const _ of ['first', 'again']) {
          expect((await complete(strict, { token })).error.code).toBe('file-too-large');
        }
        expect((await abort(strict, token)).error.code).toBe('file-too-large');
        expect((await readObject(one, upload.objectKey)).equals(bytes)).toBe(true);
        await strict.close();
      });

      test('keeps its object, and complete fails, if types are verified now', async () => {
        const strict = await replica({
          s3: one.client,
          store: createMemoryStore(),
          verifyType: true,
        });
        const upload = await createUpload(one, bytes, { name: 'a.png', type: 'image/png' });
        await putParts(one, upload, bytes);
        const { token } = upload;
        await complete(one, { token });
        for (const _ of ['first', 'again']) {
          expect((await complete(strict, { token })).error.code).toBe('type-not-allowed');
        }
        expect((await readObject(one, upload.objectKey)).equals(bytes)).toBe(true);
        await strict.close();
      });

      test('keeps its object when Redis is flushed', async () => {
        const redis = await startRedis();
        const client = await connectTo(redis);
        const stacks: UploadStack[] = [];
        try {
          store = createRedisStore(client);
          stacks.push(await replica({ s3: one.client }), await replica({ s3: one.client }));
          const [here, there] = stacks as [UploadStack, UploadStack];
          await keepsItsObject(here, there, () => client.flushAll());
        } finally {
          for (const stack of stacks) await stack.close();
          client.destroy();
          await redis.close();
        }
      });
    },
  );
});
