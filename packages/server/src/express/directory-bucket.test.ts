import { randomBytes } from 'node:crypto';
import {
  CreateBucketCommand,
  GetObjectCommand,
  HeadObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { CreatedUpload } from '@slipway/protocol';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { crc64nvme } from '../../testing/crc64nvme.ts';
import { MiB, putPart, startUploadStack, type UploadStack } from '../../testing/upload-stack.ts';
import { complete, createUpload, partOf, putParts } from '../../testing/uploads.ts';

const Bucket = 'media--use1-az4--x-s3';
const large = randomBytes(6 * MiB);
const small = randomBytes(1_000);

let stack: UploadStack;
beforeEach(async () => {
  stack = await startUploadStack({ bucket: Bucket });
  // CreateBucket needs no session: a session needs an existing bucket.
  const { config } = stack.client;
  const owner = new S3Client({
    endpoint: stack.s3.url,
    region: stack.s3.region,
    credentials: config.credentials,
    forcePathStyle: true,
    disableS3ExpressSessionAuth: true,
  });
  await owner.send(new CreateBucketCommand({ Bucket }));
  owner.destroy();
  stack.forget();
});
afterEach(() => stack.close());

function createProtected(bytes: Uint8Array): Promise<CreatedUpload> {
  const parts = Array.from({ length: Math.ceil(bytes.byteLength / (5 * MiB)) }, (_, i) => ({
    partNumber: i + 1,
    checksum: crc64nvme(bytes.subarray(i * 5 * MiB, (i + 1) * 5 * MiB)),
  }));
  return createUpload(stack, bytes, { integrity: 'crc64nvme', parts });
}

const read = async (Key: string) => {
  const { Body } = await stack.client.send(new GetObjectCommand({ Bucket, Key }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
};

describe.each([
  ['a multipart upload', large],
  ['a small file', small],
])('%s into a directory bucket', (_name, bytes) => {
  test('is created, sent and completed with presigned sessions', async () => {
    const upload = await createProtected(bytes);
    for (const { url, headers } of upload.parts) {
      const { pathname, searchParams: query } = new URL(url);
      // With such a bucket in the path, the SDK always writes two slashes.
      expect(pathname).toBe(`/${Bucket}//${upload.objectKey}`);
      expect(query.get('X-Amz-S3session-Token')).toBeTruthy();
      expect(query.has('X-Amz-Security-Token')).toBe(false);
      expect(query.get('X-Amz-Credential')).toMatch(/\/us-east-1\/s3express\/aws4_request$/);
      expect(query.get('X-Amz-SignedHeaders')).not.toContain('session-token');
      expect(Object.keys(headers)).not.toContain('x-amz-s3session-token');
    }
    const [first] = upload.parts;
    expect(first && (await putPart(first, partOf(upload, bytes, 1))).status).toBe(200);
    const { token } = upload;
    const { body } = await stack.call('listParts', { token });
    if (bytes === large)
      expect(body).toMatchObject({ status: 'unfinished', parts: [{ partNumber: 1 }] });
    else expect(body).toMatchObject({ status: 'completed' });

    if (bytes === large) await putParts(stack, upload, bytes, [2]);
    const checksum = crc64nvme(bytes);
    const { object } = await complete(stack, { token, checksum });
    expect(object).toMatchObject({ size: bytes.byteLength, checksum });
    expect((await complete(stack, { token })).object.etag).toBe(object.etag);
    expect((await read(object.objectKey)).equals(bytes)).toBe(true);
  });

  test('leaves nothing behind after an abort', async () => {
    const upload = await createProtected(bytes);
    await putParts(stack, upload, bytes);
    const { body } = await stack.call('abort', { uploads: [{ token: upload.token }] });
    expect(body.uploads).toEqual([{ aborted: true }]);
    const head = stack.client.send(new HeadObjectCommand({ Bucket, Key: upload.objectKey }));
    await expect(head).rejects.toMatchObject({ name: 'NotFound' });
    const { error } = await complete(stack, { token: upload.token });
    expect(error.code).toBe('upload-not-found');
  });
});

test('a URL expires a minute before its session', async () => {
  const { parts } = await createProtected(small);
  const { expiresInSeconds = 0, url = '' } = parts[0] ?? {};
  expect(expiresInSeconds).toBeGreaterThan(200);
  expect(expiresInSeconds).toBeLessThanOrEqual(240);
  expect(new URL(url).searchParams.get('X-Amz-Expires')).toBe(String(expiresInSeconds));
});

test('many files share a session', async () => {
  await Promise.all(Array.from({ length: 8 }, () => createProtected(small)));
  await createProtected(large);
  expect(stack.operations().filter((operation) => operation === 'CreateSession')).toHaveLength(1);
});

test("a session is replaced after half of its lifetime, by S3's clock", async () => {
  await createProtected(small);
  // By our clock, it has three more minutes.
  stack.s3.setClockOffset(180_000);
  const [part] = (await createProtected(large)).parts;
  expect(stack.operations()).toEqual(['CreateSession', 'CreateMultipartUpload', 'CreateSession']);
  expect(part?.expiresInSeconds).toBeGreaterThan(200);
  expect(part && (await putPart(part, large.subarray(0, 5 * MiB))).status).toBe(200);
});

test('if S3’s clock is behind ours, no session is wasted', async () => {
  stack.s3.setClockOffset(-180_000);
  await createProtected(small);
  const [part] = (await createProtected(small)).parts;
  expect(stack.operations()).toEqual(['CreateSession']);
  expect(part?.expiresInSeconds).toBeGreaterThan(200);
  expect(part && (await putPart(part, small)).status).toBe(200);
});
