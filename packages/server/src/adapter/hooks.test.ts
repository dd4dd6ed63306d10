import { randomBytes } from 'node:crypto';
import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import { UploadError } from '@slipway/protocol';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ADAPTERS, type CommonOptions } from '../../testing/adapters.ts';
import { BUCKET, MiB, startUploadStack, type UploadStack } from '../../testing/upload-stack.ts';
import {
  complete,
  createUpload,
  objectExists,
  putParts,
  unfinishedKeys,
} from '../../testing/uploads.ts';
import type { UploadHooks } from '../service/upload-hooks.ts';
import { createMemoryStore } from '../store/memory-store.ts';

const FILES = [
  ['a file of several parts', randomBytes(6 * MiB)],
  ['a small file', randomBytes(1_000)],
] as const;

const virus = () =>
  new UploadError('type-not-allowed', { message: 'There is a virus in the file.' });

describe.each(ADAPTERS)('%s:', (adapter) => {
  const onCreated = vi.fn<NonNullable<UploadHooks['onCreated']>>();
  const onCompleted = vi.fn<NonNullable<UploadHooks['onCompleted']>>();
  const onAborted = vi.fn<NonNullable<UploadHooks['onAborted']>>();
  const failures: unknown[] = [];
  const events: string[] = [];
  let store: NonNullable<CommonOptions['store']>;
  let stack: UploadStack;
  let replica: UploadStack;

  beforeEach(async () => {
    for (const hook of [onCreated, onCompleted, onAborted]) hook.mockReset();
    failures.length = 0;
    events.length = 0;
    store = createMemoryStore();
    const options: Partial<CommonOptions> = {
      onCreated,
      onCompleted,
      onAborted,
      store,
      metadataNames: ['title'],
      onError: (error) => failures.push(error),
      onEvent: ({ type }) => events.push(type),
    };
    stack = await startUploadStack(options, adapter);
    replica = await startUploadStack({ ...options, s3: stack.client }, adapter);
  });
  afterEach(async () => {
    await replica.close();
    await stack.close();
  });

  async function sent(bytes: Uint8Array) {
    const upload = await createUpload(stack, bytes);
    await putParts(stack, upload, bytes);
    return upload;
  }

  describe('onCreated', () => {
    test('gets the caller, the file, the key and S3’s response', async () => {
      const [, bytes] = FILES[0];
      const crc = Buffer.alloc(8).toString('base64');
      const { objectKey } = await createUpload(stack, bytes, {
        integrity: 'crc64nvme',
        metadata: { title: 'Cat' },
        parts: [{ partNumber: 1, checksum: crc }],
      });
      expect(onCreated.mock.calls).toEqual([
        [
          {
            id: expect.stringMatching(/^[\w-]{22}$/),
            requestId: expect.any(String),
            principal: { subject: 'alice' },
            file: { name: 'video.mp4', size: bytes.byteLength, type: 'video/mp4' },
            bucket: BUCKET,
            objectKey,
            contentType: 'video/mp4',
            partSize: 5 * MiB,
            partCount: 2,
            integrity: 'crc64nvme',
            metadata: { title: 'Cat' },
            multipart: expect.objectContaining({
              uploadId: expect.any(String),
              checksumAlgorithm: 'CRC64NVME',
              checksumType: 'FULL_OBJECT',
            }),
          },
        ],
      ]);
    });

    test.each(FILES)('can refuse %s, and then everything is rolled back', async (_name, bytes) => {
      onCreated.mockRejectedValue(
        new UploadError('quota-exceeded', { message: 'Your album is full.' }),
      );
      const { body } = await stack.call('create', {
        files: [{ name: 'a', type: '', size: bytes.byteLength, partSize: 5 * MiB }],
      });
      expect(body.uploads[0].error).toMatchObject({
        code: 'quota-exceeded',
        message: 'Your album is full.',
      });
      expect(await unfinishedKeys(stack)).toEqual([]);
      expect(events).not.toContain('upload-created');
    });
  });

  describe.each(FILES)('onCompleted of %s', (_name, bytes) => {
    test('is called once, even if the browser completes several times on several replicas', async () => {
      const { token, objectKey } = await sent(bytes);
      const first = await complete(stack, { token });
      expect(await complete(stack, { token })).toEqual(first);
      expect(await complete(replica, { token })).toEqual(first);
      expect((await replica.call('listParts', { token })).body).toEqual({
        status: 'completed',
        ...first,
      });
      const principal = { subject: 'alice' };
      const [{ id } = { id: '' }] = onCreated.mock.calls[0] ?? [];
      expect(onCompleted.mock.calls).toMatchObject([
        [{ id, principal, objectKey, file: { name: 'video.mp4' }, object: first.object }],
      ]);
      expect(events.filter((type) => type === 'upload-completed')).toHaveLength(1);
    });

    test('may move the object away, and the browser still gets success', async () => {
      onCompleted.mockImplementation(async ({ objectKey }) => {
        await stack.client.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: objectKey }));
      });
      const { token } = await sent(bytes);
      const first = await complete(stack, { token });
      expect(first.object.size).toBe(bytes.byteLength);
      expect(await complete(replica, { token })).toEqual(first);
    });

    test('can refuse: the object is deleted, and each repeated request gets the reason', async () => {
      onCompleted.mockRejectedValue(virus());
      const { token, objectKey } = await sent(bytes);
      for (const one of [stack, stack, replica]) {
        const { error } = await complete(one, { token });
        expect(error).toMatchObject({
          code: 'type-not-allowed',
          message: 'There is a virus in the file.',
        });
      }
      const listed = await stack.call('listParts', { token });
      expect([listed.status, listed.body.error.code]).toEqual([415, 'type-not-allowed']);
      expect(await objectExists(stack, objectKey)).toBe(false);
      expect(onCompleted).toHaveBeenCalledTimes(1);
      expect(onAborted).not.toHaveBeenCalled();
      expect(events).toContain('upload-refused');
      expect(events).not.toContain('upload-completed');
    });

    test('a repeated request deletes a refused object that could not be deleted before', async () => {
      onCompleted.mockImplementation(() => {
        stack.s3.faults.add({
          operation: 'DeleteObject',
          times: 3,
          fault: { kind: 'answer', status: 503, code: 'SlowDown' },
        });
        throw virus();
      });
      const { token, objectKey } = await sent(bytes);
      expect((await complete(stack, { token })).error.code).toBe('storage-unavailable');
      expect((await complete(replica, { token })).error.code).toBe('type-not-allowed');
      expect(await objectExists(stack, objectKey)).toBe(false);
    });

    test.each([
      ['an error of its own', new Error('no connection to db-7'), 'internal-error'],
      ['a retryable error', new UploadError('rate-limited', { message: 'Busy.' }), 'rate-limited'],
    ])('that fails with %s settles nothing, and is called again', async (_what, error, code) => {
      onCompleted.mockRejectedValueOnce(error);
      const { token, objectKey } = await sent(bytes);
      const first = await complete(stack, { token });
      expect(first.error.code).toBe(code);
      expect(JSON.stringify(first)).not.toContain('db-7');
      expect(failures).toContain(error);
      expect(await objectExists(stack, objectKey)).toBe(true);
      expect((await complete(replica, { token })).object.size).toBe(bytes.byteLength);
      expect(onCompleted).toHaveBeenCalledTimes(2);
    });

    test.each([
      ['is waited for', undefined],
      ['refuses for all who wait', virus()],
    ])('that is still running %s by all concurrent completes', async (_what, refusal) => {
      const ends: (() => void)[] = [];
      onCompleted.mockImplementation(async () => {
        await new Promise<void>((resolve) => {
          ends.push(resolve);
        });
        if (refusal) throw refusal;
      });
      const { token } = await sent(bytes);
      const claimed = vi.spyOn(store, 'claim');
      const answers = Promise.all(
        [stack, replica, stack].map(async (one) => complete(one, { token })),
      );
      // All have tried, and two of them failed.
      await expect.poll(() => claimed.mock.calls.length).toBeGreaterThan(3);
      await expect.poll(() => ends.length).toBe(1);
      ends[0]?.();
      const [first, ...others] = await answers;
      for (const other of others) {
        expect(other.error?.code).toBe(refusal?.code);
        expect(other.object).toEqual(first.object);
      }
      expect(onCompleted).toHaveBeenCalledTimes(1);
    });

    test('is called by list parts if the complete request died', async () => {
      const { token } = await sent(bytes);
      onCompleted.mockRejectedValueOnce(new Error('the process died here'));
      await complete(stack, { token });
      const { body } = await replica.call('listParts', { token });
      expect(body).toMatchObject({ status: 'completed', object: { size: bytes.byteLength } });
      expect(onCompleted).toHaveBeenCalledTimes(2);
    });
  });

  describe.each(FILES)('onAborted of %s', (_name, bytes) => {
    test('is called once, even if the browser aborts several times', async () => {
      const { token, objectKey } = await createUpload(stack, bytes);
      for (const one of [stack, stack, replica]) {
        const { body } = await one.call('abort', { uploads: [{ token }] });
        expect(body.uploads).toEqual([{ aborted: true }]);
      }
      expect(onAborted.mock.calls).toMatchObject([[{ objectKey, reason: 'canceled' }]]);
      expect(events.filter((type) => type === 'upload-aborted')).toHaveLength(1);
    });

    test('is not called for a completed upload', async () => {
      const { token, objectKey } = await sent(bytes);
      await complete(stack, { token });
      await replica.call('abort', { uploads: [{ token }] });
      expect(onAborted).not.toHaveBeenCalled();
      expect(await objectExists(stack, objectKey)).toBe(true);
    });

    test('changes nothing if it throws, and the error is reported', async () => {
      const error = new Error('no connection to db-7');
      onAborted.mockRejectedValue(error);
      const { token } = await createUpload(stack, bytes);
      const { body } = await stack.call('abort', { uploads: [{ token }] });
      expect(body.uploads).toEqual([{ aborted: true }]);
      expect(failures).toEqual([error]);
      expect(await unfinishedKeys(stack)).toEqual([]);
    });
  });

  test('an abort that finds the complete object calls onCompleted first', async () => {
    const [, bytes] = FILES[0];
    const { token, objectKey } = await sent(bytes);
    onCompleted.mockRejectedValueOnce(new Error('the process died here'));
    await complete(stack, { token });
    await stack.call('abort', { uploads: [{ token }] });
    expect(onCompleted).toHaveBeenCalledTimes(2);
    expect(onAborted).not.toHaveBeenCalled();
    expect(await objectExists(stack, objectKey)).toBe(true);
  });
});
