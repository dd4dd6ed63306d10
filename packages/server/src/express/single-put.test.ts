import { randomBytes } from 'node:crypto';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { CreatedUpload } from '@slipway/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  BUCKET,
  MiB,
  putPart,
  startUploadStack,
  type UploadStack,
} from '../../testing/upload-stack.ts';
import {
  complete,
  createUpload,
  headObject,
  objectExists,
  putParts,
  readObject,
} from '../../testing/uploads.ts';

let stack: UploadStack;
beforeAll(async () => {
  stack = await startUploadStack({ metadataNames: ['title'] });
});
afterAll(() => stack.close());

const bytes = randomBytes(70_000);
// Of the same size: only the nonce tells it apart.
const victim = randomBytes(70_000);

function onlyPart({ parts: [part] }: CreatedUpload) {
  if (!part) throw new Error('No part was presigned.');
  return part;
}

test.each([0, 1, 70_000, 5 * MiB])(
  '%i bytes are sent as a single PUT, and complete confirms them',
  async (size) => {
    const content = randomBytes(size);
    const upload = await createUpload(stack, content);
    expect(upload.plan).toEqual({ kind: 'single', partSize: Math.max(size, 1), partCount: 1 });
    const etags = await putParts(stack, upload, content);
    const { object } = await complete(stack, { token: upload.token, etags });
    expect(object).toEqual({
      objectKey: upload.objectKey,
      size,
      etag: etags[0]?.etag,
      contentType: 'video/mp4',
    });
    expect((await readObject(stack, upload.objectKey)).equals(content)).toBe(true);
  },
);

test('a file that the browser saw stored with another ETag than S3 has is missing', async () => {
  const upload = await createUpload(stack, bytes);
  const [stored] = await putParts(stack, upload, bytes);
  const etags = [{ partNumber: 1, etag: '"0"' }];
  const { error } = await complete(stack, { token: upload.token, etags });
  expect(error).toMatchObject({ code: 'parts-missing', partNumbers: [1] });
  expect(await complete(stack, { token: upload.token, etags: [stored] })).toHaveProperty('object');
});

test('the object has the headers chosen at create', async () => {
  const upload = await createUpload(stack, bytes, {
    name: 'page.html',
    type: 'text/html',
    metadata: { title: 'a + b = c & more' },
  });
  expect(onlyPart(upload).headers).toEqual({
    'cache-control': 'no-cache',
    'content-type': 'application/octet-stream',
    'content-disposition': 'attachment',
    'if-none-match': '*',
  });
  await putParts(stack, upload, bytes);
  expect(await headObject(stack, upload.objectKey)).toMatchObject({
    ContentType: 'application/octet-stream',
    ContentDisposition: 'attachment',
    CacheControl: 'no-cache',
    Metadata: { title: 'a + b = c & more', 'slipway-nonce': expect.any(String) },
  });
});

describe('the presigned URL', () => {
  test('refuses another type than it was signed for', async () => {
    const part = onlyPart(await createUpload(stack, bytes));
    const headers = { ...part.headers, 'content-type': 'text/html' };
    expect((await putPart({ ...part, headers }, new Uint8Array(bytes))).status).toBe(403);
  });

  test('accepts not one byte more or less', async () => {
    const part = onlyPart(await createUpload(stack, bytes));
    expect((await putPart(part, new Uint8Array(bytes.subarray(1)))).status).toBe(403);
    expect((await putPart(part, new Uint8Array([...bytes, 1]))).status).toBe(403);
  });

  test('cannot replace an object, with or without its condition', async () => {
    const upload = await createUpload(stack, bytes);
    await putParts(stack, upload, bytes);
    const part = onlyPart(upload);
    const other = new Uint8Array(randomBytes(bytes.byteLength));
    expect((await putPart(part, other)).status).toBe(412);
    const { 'if-none-match': _, ...headers } = part.headers;
    expect((await putPart({ ...part, headers }, other)).status).toBe(403);
    expect((await readObject(stack, upload.objectKey)).equals(bytes)).toBe(true);
  });
});

test('complete before the PUT reports part 1 as missing', async () => {
  const upload = await createUpload(stack, bytes);
  const { error } = await complete(stack, { token: upload.token });
  expect(error).toMatchObject({ code: 'parts-missing', partNumbers: [1] });
  const { body } = await stack.call('listParts', { token: upload.token });
  expect(body).toEqual({ status: 'unfinished', parts: [] });
});

test('list parts finds a PUT whose response was lost', async () => {
  const upload = await createUpload(stack, bytes);
  await putParts(stack, upload, bytes);
  const { body } = await stack.call('listParts', { token: upload.token });
  expect(body.status).toBe('completed');
  expect(body.object).toEqual((await complete(stack, { token: upload.token })).object);
});

async function createUnderTakenName() {
  const upload = await createUpload(stack, bytes);
  const put = { Bucket: BUCKET, Key: upload.objectKey, Body: victim };
  await stack.client.send(new PutObjectCommand(put));
  return upload;
}

describe('when another object has the key', () => {
  test('the upload fails with name-taken, and the object stays as it is', async () => {
    const upload = await createUnderTakenName();
    expect((await putPart(onlyPart(upload), new Uint8Array(bytes))).status).toBe(412);
    const { token } = upload;
    expect((await complete(stack, { token })).error.code).toBe('name-taken');
    expect((await stack.call('listParts', { token })).body.error.code).toBe('name-taken');
    expect((await readObject(stack, upload.objectKey)).equals(victim)).toBe(true);
  });

  test('abort does not delete it', async () => {
    const upload = await createUnderTakenName();
    const { body } = await stack.call('abort', { uploads: [{ token: upload.token }] });
    expect(body.uploads).toEqual([{ aborted: true }]);
    expect((await readObject(stack, upload.objectKey)).equals(victim)).toBe(true);
  });
});

test('a completed small file survives a later abort', async () => {
  const upload = await createUpload(stack, bytes);
  await putParts(stack, upload, bytes);
  await complete(stack, { token: upload.token });
  const { body } = await stack.call('abort', { uploads: [{ token: upload.token }] });
  expect(body.uploads[0].error.code).toBe('already-completed');
  expect(await objectExists(stack, upload.objectKey)).toBe(true);
});

test('a repeated abort deletes bytes that arrived after the first one', async () => {
  const upload = await createUpload(stack, bytes);
  const uploads = [{ token: upload.token }];
  await stack.call('abort', { uploads });
  await putParts(stack, upload, bytes);
  await stack.call('abort', { uploads });
  expect(await objectExists(stack, upload.objectKey)).toBe(false);
});

test('abort deletes the upload’s object, and complete then fails because the upload has ended', async () => {
  const upload = await createUpload(stack, bytes);
  await putParts(stack, upload, bytes);
  await stack.call('abort', { uploads: [{ token: upload.token }] });
  expect(await objectExists(stack, upload.objectKey)).toBe(false);
  const { token } = upload;
  expect((await complete(stack, { token })).error.code).toBe('upload-not-found');
});
