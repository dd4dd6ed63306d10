import { createHash, randomBytes } from 'node:crypto';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import type { CreatedUpload } from '@slipway/protocol';
import { afterEach, describe, expect, test } from 'vitest';
import type { CommonOptions } from '../../testing/adapters.ts';
import { crc64nvme } from '../../testing/crc64nvme.ts';
import {
  BUCKET,
  MiB,
  putPart,
  startUploadStack,
  type UploadStack,
} from '../../testing/upload-stack.ts';
import { complete, createUpload, putParts } from '../../testing/uploads.ts';

let stack: UploadStack;
afterEach(() => stack.close());

async function start(options: Partial<CommonOptions>) {
  stack = await startUploadStack(options);
}

const key = randomBytes(32);
const HEADER = 'x-amz-server-side-encryption-customer';
const keyHeaders = {
  [`${HEADER}-algorithm`]: 'AES256',
  [`${HEADER}-key`]: key.toString('base64'),
  [`${HEADER}-key-md5`]: createHash('md5').update(key).digest('base64'),
};
const withKey = (sseCustomerKey: Uint8Array) => ({
  SSECustomerAlgorithm: 'AES256',
  SSECustomerKey: Buffer.from(sseCustomerKey).toString('base64'),
  SSECustomerKeyMD5: createHash('md5').update(sseCustomerKey).digest('base64'),
});
const read = async (Key: string, how: object = {}) => {
  const answer = await stack.client.send(new GetObjectCommand({ Bucket: BUCKET, Key, ...how }));
  return Buffer.from((await answer.Body?.transformToByteArray()) ?? []);
};

function createProtected(bytes: Uint8Array): Promise<CreatedUpload> {
  const parts = Array.from({ length: Math.ceil(bytes.byteLength / (5 * MiB)) }, (_, i) => ({
    partNumber: i + 1,
    checksum: crc64nvme(bytes.subarray(i * 5 * MiB, (i + 1) * 5 * MiB)),
  }));
  return createUpload(stack, bytes, { integrity: 'crc64nvme', parts });
}

describe.each([
  ['a multipart upload', randomBytes(6 * MiB)],
  ['a single PUT', randomBytes(1_000)],
])('%s with a customer’s key', (_name, bytes) => {
  test('is sent, listed, completed and proven with it, and readable only with it', async () => {
    await start({ object: { sseCustomerKey: key } });
    const upload = await createProtected(bytes);
    for (const part of upload.parts) expect(part.headers).toMatchObject(keyHeaders);
    const etags = await putParts(stack, upload, bytes);
    const { token, objectKey } = upload;
    const { body: listed } = await stack.call('listParts', { token });
    expect(listed.parts?.length ?? 1).toBe(upload.parts.length);
    const checksum = crc64nvme(bytes);
    const { object } = await complete(stack, { token, etags, checksum });
    expect(object).toMatchObject({ size: bytes.byteLength, checksum });
    // A client that lost the response retries, and HeadObject proves the object.
    expect((await complete(stack, { token, etags })).object).toMatchObject({ objectKey });

    expect((await read(objectKey, withKey(key))).equals(bytes)).toBe(true);
    await expect(read(objectKey)).rejects.toMatchObject({ name: 'InvalidRequest' });
    await expect(read(objectKey, withKey(randomBytes(32)))).rejects.toMatchObject({
      name: 'AccessDenied',
    });
  });

  test('refuses parts without the key, and with another key', async () => {
    await start({ object: { sseCustomerKey: key } });
    const { parts } = await createProtected(bytes);
    const [part] = parts;
    if (!part) throw new Error('No part was presigned.');
    const body = new Uint8Array(bytes.subarray(0, Math.min(bytes.byteLength, 5 * MiB)));
    for (const name of Object.keys(keyHeaders)) {
      const { [name]: _, ...headers } = part.headers;
      expect((await putPart({ ...part, headers }, body)).status, name).toBe(403);
    }
    const headers = { ...part.headers, [`${HEADER}-key`]: randomBytes(32).toString('base64') };
    expect((await putPart({ ...part, headers }, body)).status).toBe(403);
    expect((await putPart(part, body)).status).toBe(200);
  });

  test('keeps the key of its create, even if the owner’s function returns another later', async () => {
    const keys: Uint8Array[] = [];
    const object = () => {
      const sseCustomerKey = randomBytes(32);
      keys.push(sseCustomerKey);
      return { sseCustomerKey };
    };
    await start({ object });
    const upload = await createProtected(bytes);
    await createProtected(bytes);
    await putParts(stack, upload, bytes);
    const { object: done } = await complete(stack, { token: upload.token });
    const [first = key] = keys;
    expect((await read(done.objectKey, withKey(first))).equals(bytes)).toBe(true);
  });
});

test('browsers see the key only in headers of presigned requests', async () => {
  await start({ object: { sseCustomerKey: key } });
  const upload = await createProtected(randomBytes(1_000));
  const text = JSON.stringify({ ...upload, parts: upload.parts.map(({ url }) => url) });
  expect(text).not.toContain(key.toString('base64'));
  expect(decodeURIComponent(text)).not.toContain(key.toString('base64'));
});

test('without the opt-in, no presigned request needs a key', async () => {
  await start({});
  const { parts } = await createProtected(randomBytes(1_000));
  expect(Object.keys(parts[0]?.headers ?? {}).join()).not.toContain('customer');
});

test('an upload fails with name-taken if the object has another key, and that object stays', async () => {
  await start({ objectKey: () => 'taken.bin', object: { sseCustomerKey: key } });
  const others = { Bucket: BUCKET, Key: 'taken.bin', Body: 'theirs' };
  await stack.client.send(new PutObjectCommand(others));
  const bytes = randomBytes(6 * MiB);
  const upload = await createProtected(bytes);
  await putParts(stack, upload, bytes);
  const { error } = await complete(stack, { token: upload.token });
  expect(error.code).toBe('name-taken');
  expect((await read('taken.bin')).toString()).toBe('theirs');
});

test('a plain upload fails with name-taken if the object is encrypted with a customer’s key', async () => {
  await start({ objectKey: () => 'taken.bin' });
  const others = { Bucket: BUCKET, Key: 'taken.bin', Body: 'theirs', ...withKey(key) };
  await stack.client.send(new PutObjectCommand(others));
  const upload = await createProtected(randomBytes(1_000));
  const { error } = await complete(stack, { token: upload.token });
  expect(error.code).toBe('name-taken');
  expect((await read('taken.bin', withKey(key))).toString()).toBe('theirs');
});
