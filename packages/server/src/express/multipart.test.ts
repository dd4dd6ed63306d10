import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { MiB, putPart, startUploadStack, type UploadStack } from '../../testing/upload-stack.ts';
import {
  complete,
  createUpload,
  headObject,
  objectExists,
  partOf,
  putParts,
  readObject,
  unfinishedKeys,
} from '../../testing/uploads.ts';

let stack: UploadStack;
beforeAll(async () => {
  stack = await startUploadStack();
});
afterAll(() => stack.close());
beforeEach(() => {
  stack.forget();
});

const bytes = randomBytes(11 * MiB); // Three parts.

test('an upload becomes a proven object with the same bytes', async () => {
  const upload = await createUpload(stack, bytes);
  expect(upload.plan).toEqual({ kind: 'multipart', partSize: 5 * MiB, partCount: 3 });
  const etags = await putParts(stack, upload, bytes);
  const { token, objectKey } = upload;
  const { object } = await complete(stack, { token, etags });
  const stored = await headObject(stack, objectKey);
  expect(object).toEqual({
    objectKey,
    size: bytes.byteLength,
    etag: stored.ETag,
    contentType: 'video/mp4',
  });
  expect((await readObject(stack, objectKey)).equals(bytes)).toBe(true);
  expect(await unfinishedKeys(stack)).not.toContain(objectKey);
});

test('complete costs two requests to S3, and no extra proof', async () => {
  const upload = await createUpload(stack, bytes);
  const etags = await putParts(stack, upload, bytes);
  await complete(stack, { token: upload.token, etags });
  expect(stack.operations()).toEqual(['ListParts', 'CompleteMultipartUpload']);
});

test('a browser that cannot read ETags can complete without them', async () => {
  const upload = await createUpload(stack, bytes);
  await putParts(stack, upload, bytes);
  const { object } = await complete(stack, { token: upload.token });
  expect(object.size).toBe(bytes.byteLength);
});

test('a repeated complete returns the same object', async () => {
  const upload = await createUpload(stack, bytes);
  await putParts(stack, upload, bytes);
  const first = await complete(stack, { token: upload.token });
  const second = await complete(stack, { token: upload.token });
  expect(first.object.size).toBe(bytes.byteLength);
  expect(second).toEqual(first);
});

test('list parts returns the parts on S3, and later the completed object', async () => {
  const upload = await createUpload(stack, bytes);
  const [etag] = await putParts(stack, upload, bytes, [2]);
  const { token } = upload;
  const unfinished = await stack.call('listParts', { token });
  expect(unfinished.body).toEqual({
    status: 'unfinished',
    parts: [{ partNumber: 2, size: 5 * MiB, etag: etag?.etag }],
  });
  await putParts(stack, upload, bytes, [1, 3]);
  const { object } = await complete(stack, { token });
  expect((await stack.call('listParts', { token })).body).toEqual({ status: 'completed', object });
});

describe('complete refuses, names the parts and completes nothing', () => {
  test('when parts are missing', async () => {
    const upload = await createUpload(stack, bytes);
    await putParts(stack, upload, bytes, [2]);
    const { error } = await complete(stack, { token: upload.token });
    expect(error).toMatchObject({ code: 'parts-missing', partNumbers: [1, 3] });
    expect(stack.operations()).toEqual(['ListParts']);
    expect(await objectExists(stack, upload.objectKey)).toBe(false);
  });

  test('when an ETag is not the one that the browser saw', async () => {
    const upload = await createUpload(stack, bytes);
    const etags = await putParts(stack, upload, bytes);
    const seen = [
      { partNumber: 2, etag: '"other"' },
      ...etags.filter((item) => item.partNumber !== 2),
    ];
    const { error } = await complete(stack, { token: upload.token, etags: seen });
    expect(error).toMatchObject({ code: 'parts-missing', partNumbers: [2] });
  });

  test('after an abort', async () => {
    const upload = await createUpload(stack, bytes);
    await putParts(stack, upload, bytes);
    const { token, objectKey } = upload;
    const aborted = await stack.call('abort', { uploads: [{ token }] });
    expect(aborted.body).toEqual({ uploads: [{ aborted: true }] });
    expect((await complete(stack, { token })).error.code).toBe('upload-not-found');
    expect((await stack.call('listParts', { token })).body.error.code).toBe('upload-not-found');
    expect(await objectExists(stack, objectKey)).toBe(false);
    expect(await unfinishedKeys(stack)).not.toContain(objectKey);
  });
});

test('an abort of a completed upload says so, and the object stays', async () => {
  const upload = await createUpload(stack, bytes);
  await putParts(stack, upload, bytes);
  await complete(stack, { token: upload.token });
  const uploads = [{ token: upload.token }, { token: upload.token }];
  const { body } = await stack.call('abort', { uploads });
  const error = expect.objectContaining({ code: 'already-completed' });
  expect(body.uploads).toEqual([{ error }, { error }]);
  expect(await objectExists(stack, upload.objectKey)).toBe(true);
});

describe('a presigned part URL', () => {
  test('accepts exactly the bytes of its part, not one more or less', async () => {
    const upload = await createUpload(stack, bytes);
    const [part] = upload.parts;
    if (!part) throw new Error('No part was presigned.');
    const exact = partOf(upload, bytes, 1);
    expect((await putPart(part, exact.subarray(1))).status).toBe(403);
    expect((await putPart(part, new Uint8Array([...exact, 0]))).status).toBe(403);
    expect((await putPart(part, exact)).status).toBe(200);
  });

  test('can be requested later, and is valid for 15 minutes', async () => {
    const upload = await createUpload(stack, bytes, { parts: [] });
    const { body } = await stack.call('presign', {
      uploads: [{ token: upload.token, parts: [{ partNumber: 3 }, { partNumber: 1 }] }],
    });
    const parts = body.uploads[0].parts;
    expect(parts.map(({ partNumber }: { partNumber: number }) => partNumber)).toEqual([3, 1]);
    expect(parts[0]).toMatchObject({ headers: {}, expiresInSeconds: 900 });
    expect(await putPart(parts[0], partOf(upload, bytes, 3))).toMatchObject({ status: 200 });
  });

  test('is useless after an abort', async () => {
    const upload = await createUpload(stack, bytes);
    await stack.call('abort', { uploads: [{ token: upload.token }] });
    const [part] = upload.parts;
    if (!part) throw new Error('No part was presigned.');
    expect((await putPart(part, partOf(upload, bytes, 1))).status).toBe(404);
  });
});

test('complete refuses a part that the plan does not have as invalid, because sending it again cannot help', async () => {
  const upload = await createUpload(stack, bytes);
  const etags = await putParts(stack, upload, bytes);
  const extra = [...etags, { partNumber: 4, etag: '"extra"' }];
  const { error } = await complete(stack, { token: upload.token, etags: extra });
  expect(error).toMatchObject({ code: 'invalid-request', limit: 3 });
  expect(await objectExists(stack, upload.objectKey)).toBe(false);

  const { object } = await complete(stack, { token: upload.token, etags });
  expect(object.size).toBe(bytes.byteLength);
});
