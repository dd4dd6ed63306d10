import { PutObjectCommand } from '@aws-sdk/client-s3';
import { UploadError } from '@slipway/protocol';
import { afterEach, describe, expect, test } from 'vitest';
import { ADAPTERS } from '../../testing/adapters.ts';
import { MiB, startUploadStack, type UploadStack } from '../../testing/upload-stack.ts';
import {
  complete,
  createUpload,
  objectExists,
  putParts,
  readObject,
} from '../../testing/uploads.ts';

const Key = 'uploads/the-same-for-all.bin';

describe.each(ADAPTERS)('%s:', (adapter) => {
  let stack: UploadStack;
  afterEach(() => stack.close());

  test.each([
    ['of several parts', new Uint8Array(6 * MiB)],
    ['of one part', new Uint8Array(10)],
  ])(
    'a refused upload %s is deleted, and a later object under its key is kept',
    async (_, bytes) => {
      stack = await startUploadStack(
        {
          objectKey: () => Key,
          onCompleted: () => {
            throw new UploadError('forbidden', { message: 'Not this one.' });
          },
        },
        adapter,
      );
      const upload = await createUpload(stack, bytes);
      await putParts(stack, upload, bytes);
      expect((await complete(stack, { token: upload.token })).error.code).toBe('forbidden');
      expect(await objectExists(stack, Key)).toBe(false);

      const other = new PutObjectCommand({ Bucket: stack.bucket, Key, Body: 'of somebody else' });
      await stack.client.send(other);
      expect((await complete(stack, { token: upload.token })).error.code).toBe('forbidden');
      await stack.call('listParts', { token: upload.token });
      await stack.call('abort', { uploads: [{ token: upload.token }] });
      expect(String(await readObject(stack, Key))).toBe('of somebody else');
    },
  );
});
