import { createHash, randomBytes } from 'node:crypto';
import {
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import type { CreatedUpload } from '@slipway/protocol';
import { afterEach, describe, expect, test } from 'vitest';
import type { CommonOptions } from '../../testing/adapters.ts';
import { crc64nvme } from '../../testing/crc64nvme.ts';
import { sha256 } from '../../testing/sha256.ts';
import { type StoreStack, startStoreStack } from '../../testing/store-stack.ts';
import { MiB, putPart } from '../../testing/upload-stack.ts';
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

/**
 * Must pass on every store. Runs on local-s3 with all other tests, and with
 * `pnpm --filter @slipway/server test:store` on the store that the environment names.
 */
let stack: StoreStack;
afterEach(() => stack.close());

async function start(options: Partial<CommonOptions> = {}) {
  stack = await startStoreStack(options);
}

const large = randomBytes(11 * MiB);
const small = randomBytes(1_000);
const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest('base64');

function create(
  bytes: Uint8Array,
  integrity: 'md5' | 'none' | 'crc64nvme' = 'md5',
): Promise<CreatedUpload> {
  const checksum = integrity === 'crc64nvme' ? crc64nvme : md5;
  const parts = Array.from(
    { length: Math.max(1, Math.ceil(bytes.byteLength / (5 * MiB))) },
    (_, i) => ({
      partNumber: i + 1,
      ...(integrity !== 'none' && {
        checksum: checksum(bytes.subarray(i * 5 * MiB, (i + 1) * 5 * MiB)),
      }),
    }),
  );
  return createUpload(stack, bytes, { integrity, parts });
}

function firstPart({ parts: [part] }: CreatedUpload) {
  if (!part) throw new Error('No part was presigned.');
  return part;
}

describe.each([
  ['a multipart upload', large],
  ['a small file', small],
])('%s', (_name, bytes) => {
  test.each(['md5', 'none'] as const)('with integrity %s becomes its object', async (integrity) => {
    await start({ object: { cacheControl: 'max-age=60', metadata: { project: 'x' } } });
    const upload = await create(bytes, integrity);
    const etags = await putParts(stack, upload, bytes);
    const { object } = await complete(stack, { token: upload.token, etags });
    expect(object).toMatchObject({
      objectKey: upload.objectKey,
      size: bytes.byteLength,
      etag: expect.stringMatching(/^".+"$/),
    });
    expect((await readObject(stack, upload.objectKey)).equals(bytes)).toBe(true);
    expect(await headObject(stack, upload.objectKey)).toMatchObject({
      CacheControl: 'max-age=60',
      ContentType: 'video/mp4',
      Metadata: { project: 'x' },
    });
    expect(await unfinishedKeys(stack)).toEqual([]);
  });

  test('is refused if its bytes do not match the MD5 or the size, and without its headers', async () => {
    await start();
    const upload = await create(bytes);
    const part = firstPart(upload);
    const others = partOf(upload, bytes, 1);
    others[0] = (others[0] ?? 0) ^ 1;
    expect((await putPart(part, others)).status).toBe(400);
    expect((await putPart(part, others.subarray(1))).status).toBe(403);
    expect((await putPart({ ...part, headers: {} }, others)).status).toBe(403);
    expect(await objectExists(stack, upload.objectKey)).toBe(false);
  });

  test('is completed once, even if complete is repeated concurrently', async () => {
    await start();
    const upload = await create(bytes);
    const etags = await putParts(stack, upload, bytes);
    const { token } = upload;
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => complete(stack, { token, etags })),
    );
    const [{ object }] = answers;
    expect(object.size).toBe(bytes.byteLength);
    for (const answer of answers) expect(answer).toEqual({ object });
    expect(await complete(stack, { token })).toEqual({ object });
    const { body } = await stack.call('listParts', { token });
    expect(body).toEqual({ status: 'completed', object });
  });

  test('does not replace another upload’s object under its key', async () => {
    await start({ objectKey: () => 'one/name.bin' });
    const upload = await create(bytes);
    const theirs = { Bucket: stack.bucket, Key: 'one/name.bin', Body: 'theirs' };
    await stack.client.send(new PutObjectCommand(theirs));
    for (const part of upload.parts) await putPart(part, partOf(upload, bytes, part.partNumber));
    const { error } = await complete(stack, { token: upload.token });
    expect(error.code).toBe('name-taken');
    expect((await readObject(stack, 'one/name.bin')).toString()).toBe('theirs');
    expect(await unfinishedKeys(stack)).toEqual([]);
  });

  test('leaves nothing behind after an abort, and is unknown then', async () => {
    await start();
    const upload = await create(bytes);
    await putParts(stack, upload, bytes, [1]);
    const { token } = upload;
    const { body } = await stack.call('abort', { uploads: [{ token }] });
    expect(body.uploads).toEqual([{ aborted: true }]);
    expect(await unfinishedKeys(stack)).toEqual([]);
    expect(await objectExists(stack, upload.objectKey)).toBe(false);
    expect((await complete(stack, { token })).error.code).toBe('upload-not-found');
  });

  test('is encrypted with a customer’s key, and readable only with it', async () => {
    const key = randomBytes(32);
    await start({ object: { sseCustomerKey: key } });
    const upload = await create(bytes);
    await putParts(stack, upload, bytes);
    expect((await complete(stack, { token: upload.token })).object.size).toBe(bytes.byteLength);
    const where = { Bucket: stack.bucket, Key: upload.objectKey };
    await expect(stack.client.send(new GetObjectCommand(where))).rejects.toThrow();
    const { Body } = await stack.client.send(
      new GetObjectCommand({
        ...where,
        SSECustomerAlgorithm: 'AES256',
        SSECustomerKey: key.toString('base64'),
        SSECustomerKeyMD5: md5(key),
      }),
    );
    expect(Buffer.from((await Body?.transformToByteArray()) ?? []).equals(bytes)).toBe(true);
  });
});

test('complete names missing and wrong parts, and succeeds after they are sent again', async () => {
  await start();
  const upload = await create(large);
  const { token } = upload;
  const etags = await putParts(stack, upload, large, [1, 3]);
  expect((await complete(stack, { token })).error).toMatchObject({
    code: 'parts-missing',
    partNumbers: [2],
  });
  const wrong = etags.map(({ partNumber }) => ({ partNumber, etag: '"0"' })).slice(0, 1);
  await putParts(stack, upload, large, [2]);
  expect((await complete(stack, { token, etags: wrong })).error).toMatchObject({
    code: 'parts-missing',
    partNumbers: [1],
  });
  expect((await complete(stack, { token, etags })).object.size).toBe(large.byteLength);
});

test('list parts returns the parts on the store', async () => {
  await start();
  const upload = await create(large);
  await putParts(stack, upload, large, [1, 3]);
  const { body } = await stack.call('listParts', { token: upload.token });
  expect(body).toMatchObject({
    status: 'unfinished',
    parts: [
      { partNumber: 1, size: 5 * MiB },
      { partNumber: 3, size: MiB },
    ],
  });
});

test('the object has its checksum, or complete says that the store keeps none', async () => {
  await start();
  const upload = await create(large, 'crc64nvme');
  const etags = await putParts(stack, upload, large);
  const [{ Key, UploadId } = {}] = await unfinished();
  const listed = await stack.client.send(
    new ListPartsCommand({ Bucket: stack.bucket, Key, UploadId }),
  );
  const keepsChecksums = listed.Parts?.every(({ ChecksumCRC64NVME }) => ChecksumCRC64NVME);
  const checksum = crc64nvme(large);
  const answer = await complete(stack, { token: upload.token, etags, checksum });
  if (keepsChecksums) expect(answer.object.checksum).toBe(checksum);
  else expect(answer.error.code).toBe('storage-misconfigured');
});

test('a store with forms accepts a form', async () => {
  await start({ smallFiles: 'post' });
  const { body } = await stack.call('create', {
    accepts: ['post'],
    files: [
      {
        name: 'Übung (1).bin',
        type: '',
        size: small.byteLength,
        partSize: 5 * MiB,
        parts: [{ partNumber: 1, checksum: sha256(small) }],
        integrity: 'sha256',
      },
    ],
  });
  const [upload] = body.uploads;
  const part = firstPart(upload);
  expect(part.fields).toBeDefined();
  expect((await putPart(part, new Uint8Array(999))).status).toBeGreaterThanOrEqual(400);
  const changed = { ...part, fields: { ...part.fields, key: 'elsewhere' } };
  expect((await putPart(changed, new Uint8Array(small))).status).toBe(403);
  expect((await putPart(part, new Uint8Array(small))).status).toBe(204);
  expect((await readObject(stack, upload.objectKey)).equals(small)).toBe(true);
  const { ChecksumSHA256 } = await headObject(stack, upload.objectKey, 'sha256');
  const answer = await complete(stack, { token: upload.token });
  if (ChecksumSHA256) expect(answer.object.size).toBe(small.byteLength);
  else expect(answer.error.code).toBe('storage-misconfigured');
});

async function unfinished() {
  const command = new ListMultipartUploadsCommand({ Bucket: stack.bucket });
  return (await stack.client.send(command)).Uploads ?? [];
}
