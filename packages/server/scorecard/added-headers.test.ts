import { createHash } from 'node:crypto';
import { HeadObjectCommand } from '@aws-sdk/client-s3';
import type { CreatedUpload, PresignedPart } from '@slipway/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ADAPTERS } from '../testing/adapters.ts';
import { MiB, putPart, startUploadStack, type UploadStack } from '../testing/upload-stack.ts';
import { complete, createUpload, objectExists } from '../testing/uploads.ts';

const SMALL = new Uint8Array(1_000).fill(1);
const LARGE = new Uint8Array(6 * MiB).fill(1);

/** Headers that S3 stores with an object, and no URL here signs. */
const ADDED = [
  ['Cache-Control', 'max-age=31536000'],
  ['Content-Disposition', 'inline; filename="invoice.exe"'],
  ['Content-Encoding', 'gzip'],
  ['Content-Language', 'tlh'],
  ['Expires', 'Fri, 01 Jan 2038 00:00:00 GMT'],
  ['x-amz-acl', 'public-read'],
  ['x-amz-meta-owner', 'mallory'],
  ['x-amz-storage-class', 'GLACIER'],
  ['x-amz-tagging', 'virus-free=yes'],
  ['x-amz-website-redirect-location', 'https://evil.example/'],
  ['x-amz-object-lock-legal-hold', 'ON'],
] as const;

const withHeader = (part: PresignedPart, name: string, value: string): PresignedPart => ({
  ...part,
  headers: { ...part.headers, [name]: value },
});

describe.each(ADAPTERS)('%s:', (adapter) => {
  let stack: UploadStack;
  beforeAll(async () => {
    stack = await startUploadStack({ smallFiles: 'post' }, adapter);
  });
  afterAll(() => stack.close());

  test.each(ADDED)(
    'S33 a PUT with its own %s is rejected, or its object is removed',
    async (name, value) => {
      const upload = await createUpload(stack, SMALL);
      const [part] = upload.parts as [PresignedPart];
      const { status } = await putPart(withHeader(part, name, value), SMALL);
      const { error } = await complete(stack, { token: upload.token });
      if (status === 200) expect(error.code).toBe('forbidden');
      else expect([status, error.code]).toEqual([403, 'parts-missing']);
      expect(await objectExists(stack, upload.objectKey)).toBe(false);
    },
  );

  test('S33 list parts refuses such an object too', async () => {
    const upload = await createUpload(stack, SMALL);
    const [part] = upload.parts as [PresignedPart];
    await putPart(withHeader(part, 'Content-Encoding', 'gzip'), SMALL);
    const { body } = await stack.call('listParts', { token: upload.token });
    expect(body.error.code).toBe('forbidden');
    expect(await objectExists(stack, upload.objectKey)).toBe(false);
  });

  test('S33 an abort after the store lost its memory refuses such an object too', async () => {
    const upload = await createUpload(stack, SMALL);
    const [part] = upload.parts as [PresignedPart];
    await putPart(withHeader(part, 'Content-Encoding', 'gzip'), SMALL);
    const restarted = await startUploadStack({ s3: stack.client }, adapter);
    try {
      const uploads = [{ token: upload.token }];
      expect((await restarted.call('abort', { uploads })).body.uploads).toEqual([
        { aborted: true },
      ]);
      expect((await complete(restarted, { token: upload.token })).error.code).toBe('forbidden');
    } finally {
      await restarted.close();
    }
    expect(await objectExists(stack, upload.objectKey)).toBe(false);
  });

  test.each(ADDED)('S33 a form with its own field %s is rejected', async (name, value) => {
    const checksum = createHash('sha256').update(SMALL).digest('base64');
    const { body } = await stack.call('create', {
      files: [
        {
          name: 'a.bin',
          type: '',
          size: SMALL.length,
          partSize: 5 * MiB,
          integrity: 'sha256',
          parts: [{ partNumber: 1, checksum }],
        },
      ],
      accepts: ['post'],
    });
    const [upload] = body.uploads as [CreatedUpload];
    const [part] = upload.parts as [PresignedPart];
    expect(part.fields).toBeDefined();
    const form = { ...part, fields: { ...part.fields, [name]: value } };
    expect((await putPart(form, SMALL)).status).toBe(403);
    expect(await objectExists(stack, upload.objectKey)).toBe(false);
    expect((await putPart(part, SMALL)).status).toBe(204);
  });

  test.each(ADDED)('S33 a part with its own %s leaves none on the object', async (name, value) => {
    const upload = await createUpload(stack, LARGE);
    for (const part of upload.parts) {
      const bytes = LARGE.slice(0, part.partNumber === 1 ? 5 * MiB : MiB);
      const { status } = await putPart(withHeader(part, name, value), bytes);
      if (status !== 200) await putPart(part, bytes);
    }
    expect(await complete(stack, { token: upload.token })).toHaveProperty('object');
    const head = await stack.client.send(
      new HeadObjectCommand({ Bucket: stack.bucket, Key: upload.objectKey }),
    );
    expect(JSON.stringify(head)).not.toContain(value);
  });

  test('S33 headers that the owner chose stay on the object', async () => {
    const own = await startUploadStack(
      {
        object: {
          cacheControl: 'max-age=60',
          contentEncoding: 'br',
          contentLanguage: 'de',
          expires: new Date('2038-01-01'),
        },
      },
      adapter,
    );
    try {
      const upload = await createUpload(own, SMALL);
      const [part] = upload.parts as [PresignedPart];
      expect((await putPart(part, SMALL)).status).toBe(200);
      expect(await complete(own, { token: upload.token })).toHaveProperty('object');
      const changed = await createUpload(own, SMALL);
      const [other] = changed.parts as [PresignedPart];
      expect((await putPart(withHeader(other, 'Content-Encoding', 'gzip'), SMALL)).status).toBe(
        403,
      );
    } finally {
      await own.close();
    }
  });
});
