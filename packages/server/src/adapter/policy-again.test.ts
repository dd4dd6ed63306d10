import { randomBytes } from 'node:crypto';
import type { UploadPolicy } from '@slipway/protocol';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ADAPTERS } from '../../testing/adapters.ts';
import { MiB, startUploadStack, type UploadStack } from '../../testing/upload-stack.ts';
import {
  complete,
  createUpload,
  objectExists,
  putParts,
  unfinishedKeys,
} from '../../testing/uploads.ts';

const FILES = [
  ['a file of several parts', randomBytes(6 * MiB)],
  ['a small file', randomBytes(1_000)],
] as const;

describe.each(ADAPTERS)('%s: a policy', (adapter) => {
  let policy: UploadPolicy;
  const onCompleted = vi.fn();
  const onAborted = vi.fn();
  const failures: unknown[] = [];
  let stack: UploadStack;
  beforeEach(async () => {
    policy = {};
    failures.length = 0;
    onCompleted.mockReset();
    onAborted.mockReset();
    const onError = (error: unknown) => failures.push(error);
    const options = { policy: () => policy, onCompleted, onAborted, onError };
    stack = await startUploadStack(options, adapter);
  });
  afterEach(() => stack.close());

  describe.each(FILES)('that has become stricter since create, for %s:', (_name, bytes) => {
    test.each<[UploadPolicy, string]>([
      [{ maxFileSize: bytes.byteLength - 1 }, 'file-too-large'],
      [{ minFileSize: bytes.byteLength + 1 }, 'file-too-small'],
      [{ allowedTypes: ['image/*'] }, 'type-not-allowed'],
      [{ allowedExtensions: ['.png'] }, 'type-not-allowed'],
      [{ accept: ['.png', 'image/*'] }, 'type-not-allowed'],
      [{ integrity: 'crc64nvme' }, 'invalid-request'],
    ])('%j leaves no object, and no part', async (stricter, code) => {
      const upload = await createUpload(stack, bytes);
      const { token, objectKey } = upload;
      await putParts(stack, upload, bytes);
      policy = stricter;
      for (const _ of ['first', 'again']) {
        expect((await complete(stack, { token })).error.code).toBe(code);
      }
      expect(await objectExists(stack, objectKey)).toBe(false);
      expect(await unfinishedKeys(stack)).toEqual([]);
      expect(onCompleted).not.toHaveBeenCalled();
      expect(onAborted.mock.calls).toMatchObject([[{ objectKey, reason: code }]]);
    });

    test('keeps a completed object, and complete succeeds again', async () => {
      const upload = await createUpload(stack, bytes);
      await putParts(stack, upload, bytes);
      const { token } = upload;
      const first = await complete(stack, { token });
      policy = { maxFileSize: 1 };
      expect(await complete(stack, { token })).toEqual(first);
      expect(await objectExists(stack, upload.objectKey)).toBe(true);
    });

    test('one that allows the file by its name still does', async () => {
      policy = { allowedTypes: ['video/*'], allowedExtensions: ['mp4'], minFileSize: 1_000 };
      const upload = await createUpload(stack, bytes, { name: `${'x'.repeat(300)}.MP4` });
      await putParts(stack, upload, bytes);
      const { object } = await complete(stack, { token: upload.token });
      expect(object.size).toBe(bytes.byteLength);
    });
  });

  test('refuses more files at once than it allows', async () => {
    policy = { maxFiles: 2 };
    const file = { name: 'a', size: 1, type: '', partSize: 5 * MiB };
    const { status, body } = await stack.call('create', { files: [file, file, file] });
    expect([status, body.error]).toMatchObject([400, { code: 'too-many-files', limit: 2 }]);
    expect(stack.operations()).toEqual([]);
    expect((await stack.call('create', { files: [file, file] })).status).toBe(200);
  });

  test.each([
    [6 * MiB, 'another size', 12 * MiB],
    [12 * MiB, 'one part for all', 12 * MiB],
    [5 * MiB, 'parts where one is enough', 7 * MiB],
  ])('with a part size refuses parts of %i bytes: %s', async (partSize, _what, size) => {
    policy = { partSize: 7 * MiB };
    const { body } = await stack.call('create', {
      files: [{ name: 'a', type: '', size, partSize }],
    });
    const [{ error }] = body.uploads;
    expect(error.code).toBe('invalid-request');
    expect(error.message).toContain(`${7 * MiB}`);
    expect(stack.operations()).toEqual([]);
  });

  test.each([12 * MiB, 7 * MiB, 5])(
    'with a part size accepts files split by it: %i bytes',
    async (size) => {
      policy = { partSize: 7 * MiB };
      const { body } = await stack.call('create', {
        files: [{ name: 'a', type: '', size, partSize: 7 * MiB }],
      });
      expect(body.uploads[0].error).toBeUndefined();
    },
  );

  test.each<[string, object]>([
    ['maxSize', { maxSize: 5 }],
    ['maxFileSize', { maxFileSize: '5 GB' }],
    ['minFileSize', { minFileSize: 6, maxFileSize: 5 }],
    ['accept', { accept: ['jpg'] }],
    ['allowedTypes', { allowedTypes: ['.jpg'] }],
    ['allowedExtensions', { allowedExtensions: ['image/*'] }],
    ['integrity', { integrity: 'sha512' }],
    ['partSize', { partSize: 0 }],
  ])('with a wrong entry is refused at start-up, naming %s', async (name, wrong) => {
    policy = wrong;
    const { status, body } = await stack.policy();
    expect([status, body.error.code]).toEqual([500, 'internal-error']);
    expect(String(failures.at(-1))).toContain(`policy.${name}`);
  });
});
