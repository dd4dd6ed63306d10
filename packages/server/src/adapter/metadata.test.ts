import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { ADAPTERS } from '../../testing/adapters.ts';
import { sha256 } from '../../testing/sha256.ts';
import {
  BUCKET,
  MiB,
  putPart,
  startUploadStack,
  type UploadStack,
} from '../../testing/upload-stack.ts';
import { complete, createUpload, putParts } from '../../testing/uploads.ts';
import type { UploadHooks } from '../service/upload-hooks.ts';

const metadata = { title: 'Straße in 東京 😀', a_b: ' with spaces ', 'a.b': 'plain' };

describe.each(ADAPTERS)('%s:', (adapter) => {
  let stack: UploadStack;
  afterEach(() => stack.close());
  const onCompleted = vi.fn<NonNullable<UploadHooks['onCompleted']>>();

  async function start(): Promise<void> {
    onCompleted.mockReset();
    const metadataNames = Object.keys(metadata);
    stack = await startUploadStack({ metadataNames, onCompleted, smallFiles: 'post' }, adapter);
  }

  /** What S3 returns, in ASCII. */
  async function storedMetadata(objectKey: string) {
    const command = new HeadObjectCommand({ Bucket: BUCKET, Key: objectKey });
    return (await stack.client.send(command)).Metadata;
  }

  async function create(title: string) {
    const file = { name: 'a', type: '', size: 1, partSize: 5 * MiB, metadata: { title } };
    return (await stack.call('create', { files: [file] })).body.uploads[0];
  }

  const inHeaders = {
    title: '=?UTF-8?B?U3RyYcOfZSBpbiDmnbHkuqwg8J+YgA==?=',
    a_b: '=?UTF-8?B?IHdpdGggc3BhY2VzIA==?=',
    'a.b': 'plain',
    'slipway-nonce': expect.any(String),
  };

  test.each([
    ['several parts', 6 * MiB],
    ['one part', 1_000],
  ])(
    'metadata in any language is stored with a file of %s, and hooks get it unchanged',
    async (_name, size) => {
      await start();
      const bytes = new Uint8Array(size);
      const upload = await createUpload(stack, bytes, { metadata });
      await putParts(stack, upload, bytes);
      await complete(stack, { token: upload.token });
      expect(await storedMetadata(upload.objectKey)).toEqual(inHeaders);
      expect(onCompleted.mock.calls).toMatchObject([[{ metadata }]]);
    },
  );

  test('metadata in any language is stored with a form', async () => {
    await start();
    const bytes = new Uint8Array(1_000);
    const file = { name: 'a', type: '', size: 1_000, partSize: 5 * MiB, metadata };
    const parts = [{ partNumber: 1, checksum: sha256(bytes) }];
    const { body } = await stack.call('create', {
      files: [{ ...file, integrity: 'sha256', parts }],
      accepts: ['post'],
    });
    const [
      {
        token,
        objectKey,
        parts: [part],
      },
    ] = body.uploads;
    expect(part.fields).toBeDefined();
    await putPart(part, bytes);
    await complete(stack, { token });
    expect(await storedMetadata(objectKey)).toEqual(inHeaders);
  });

  test('the limit counts the bytes that headers carry', async () => {
    await start();
    expect(await create('x'.repeat(1_024))).toHaveProperty('token');
    // 700 characters are 1,400 bytes, which are 2,346 in Base64 with the words' frames.
    expect((await create('é'.repeat(700))).error).toMatchObject({
      code: 'invalid-request',
      limit: 1_900,
    });
    expect(await create('é'.repeat(500))).toHaveProperty('token');
  });
});
