import { randomBytes } from 'node:crypto';
import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { MiB, startUploadStack, type UploadStack } from '../../testing/upload-stack.ts';
import { complete, createUpload, headObject, putParts } from '../../testing/uploads.ts';

let stack: UploadStack;
beforeAll(async () => {
  stack = await startUploadStack({
    policy: ({ subject }) =>
      subject === 'alice'
        ? { maxFileSize: 10 * MiB, minFileSize: 1, accept: ['video/*', '.txt'] }
        : { maxFileSize: 100 },
  });
});
afterAll(() => stack.close());
beforeEach(() => {
  stack.forget();
});

const file = { name: 'a.mp4', size: 10 * MiB, type: 'video/mp4', partSize: 5 * MiB };

test('each caller gets its own policy', async () => {
  expect((await stack.policy({ 'x-user': 'alice' })).body.accept).toEqual(['video/*', '.txt']);
  expect((await stack.policy({ 'x-user': 'bob' })).body).toEqual({
    maxFileSize: 100,
    folders: 'told',
    storageOrigins: [new URL(stack.s3.url).origin],
    equalParts: false,
  });
});

test('the policy route responds even if the storage cannot name its origins', async () => {
  const other = await startUploadStack({
    policy: { maxFiles: 3 },
    endpoints: [
      new S3Client({
        region: 'us-east-1',
        credentials: () => Promise.reject(new Error('The credentials have no source.')),
      }),
    ],
  });
  try {
    expect((await other.policy()).body).toEqual({
      maxFiles: 3,
      equalParts: false,
      folders: 'told',
    });
  } finally {
    await other.close();
  }
});

describe('create refuses what the policy does not allow, before any call to S3', () => {
  test.each([
    [{ size: 10 * MiB + 1 }, 'file-too-large', 10 * MiB],
    [{ size: 0 }, 'file-too-small', 1],
    [{ name: 'a.exe', type: 'application/x-msdownload' }, 'type-not-allowed', undefined],
    [{ name: 'mp4', type: '' }, 'type-not-allowed', undefined],
  ])('%j', async (change, code, limit) => {
    const { body } = await stack.call('create', { files: [{ ...file, ...change }] });
    expect(body.uploads[0].error).toMatchObject({ code, ...(limit !== undefined && { limit }) });
    expect(stack.operations()).toEqual([]);
  });

  test('for each caller', async () => {
    const { body } = await stack.call('create', { files: [file] }, { 'x-user': 'bob' });
    expect(body.uploads[0].error.code).toBe('file-too-large');
  });
});

test('a file of 50 TiB is too large for any policy', async () => {
  const { body } = await stack.call(
    'create',
    { files: [{ ...file, size: 50 * 1024 ** 4, partSize: 5 * 1024 ** 3 }] },
    { 'x-user': 'bob' },
  );
  expect(body.uploads[0].error.code).toBe('file-too-large');
});

test('each tenant’s objects have their own folder', async () => {
  const { body } = await stack.call(
    'create',
    { files: [{ ...file, name: 'notes.txt', size: 5, type: '' }] },
    { 'x-tenant': 'acme' },
  );
  expect(body.uploads[0].objectKey).toMatch(/^uploads\/acme\/[0-9a-z]{26}\/notes\.txt$/);
});

test('a tenant name that escapes its folder gets no upload and no explanation', async () => {
  const { status, body } = await stack.call(
    'create',
    { files: [file] },
    { 'x-tenant': '../other' },
  );
  expect([status, body.error]).toMatchObject([
    401,
    { code: 'unauthorized', message: 'Sign in to upload.' },
  ]);
  expect(stack.operations()).toEqual([]);
});

test('a file that browsers would run is stored as a download, whatever its name', async () => {
  const bytes = randomBytes(6 * MiB);
  const upload = await createUpload(stack, bytes, { name: 'x.txt', type: 'image/svg+xml' });
  await putParts(stack, upload, bytes);
  const { object } = await complete(stack, { token: upload.token });
  expect(object.contentType).toBe('application/octet-stream');
  expect(await headObject(stack, upload.objectKey)).toMatchObject({
    ContentType: 'application/octet-stream',
    ContentDisposition: 'attachment',
  });
});

describe('with overwrite and the owner’s own keys', () => {
  test('a later upload replaces the earlier one', async () => {
    const other = await startUploadStack({
      overwrite: true,
      objectKey: ({ name }, { subject }) => `${subject}/${name}`,
    });
    try {
      for (const size of [100, 6 * MiB, 50]) {
        const bytes = randomBytes(size);
        const upload = await createUpload(other, bytes, { name: 'same.bin' });
        expect(upload.objectKey).toBe('alice/same.bin');
        await putParts(other, upload, bytes);
        expect((await complete(other, { token: upload.token })).object.size).toBe(size);
      }
    } finally {
      await other.close();
    }
  });
});

test.each([
  ['accept', '*.jpg', 'must be a MIME type'],
  ['accept', '.jpg .png', 'must be a MIME type'],
  ['accept', 'image/jpg', 'Use "image/jpeg"'],
  ['allowedTypes', 'audio/mp3', 'Use "audio/mpeg"'],
  ['allowedExtensions', '.jpg .png', 'must be an extension'],
])(
  'a policy whose %s can never match "%s" is refused at the start',
  async (field, entry, advice) => {
    const starting = startUploadStack({ policy: { [field]: [entry] } });
    await expect(starting).rejects.toThrow(advice);
  },
);
