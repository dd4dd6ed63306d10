import { Readable } from 'node:stream';
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { BUCKET, createTestClient, startTestServer } from './testing/test-server.ts';

const target = { Bucket: BUCKET, Key: 'k' };

/** A client with the SDK's own defaults: a CRC32 with every upload, checked on every download. */
async function startWithDefaults() {
  const { s3 } = await startTestServer();
  return createTestClient(s3.url, { requestChecksumCalculation: 'WHEN_SUPPORTED' });
}

test('the SDK with its defaults puts and gets an object, and its CRC32 is kept', async () => {
  const client = await startWithDefaults();
  await client.send(new PutObjectCommand({ ...target, Body: '123456789' }));
  const head = await client.send(new HeadObjectCommand({ ...target, ChecksumMode: 'ENABLED' }));
  expect(head.ChecksumCRC32).toBe('y/Q5Jg==');
  const got = await client.send(new GetObjectCommand(target));
  expect(await got.Body?.transformToString()).toBe('123456789');
});

test('the SDK with its defaults puts a stream, with the checksum as a trailer', async () => {
  const client = await startWithDefaults();
  const chunks = Array.from({ length: 10 }, (_, i) => Buffer.alloc(100_000, i));
  const put = { ...target, Body: Readable.from(chunks), ContentLength: 1_000_000 };
  await client.send(new PutObjectCommand(put));
  const got = await client.send(new GetObjectCommand(target));
  expect(got.ContentEncoding).toBeUndefined();
  // `toEqual` compares a megabyte byte by byte, which takes many seconds.
  const bytes = (await got.Body?.transformToByteArray()) ?? new Uint8Array();
  expect(Buffer.concat(chunks).equals(bytes)).toBe(true);
});

test('the SDK with its defaults uploads parts without declaring their checksum', async () => {
  const client = await startWithDefaults();
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(target));
  const part = new UploadPartCommand({ ...target, UploadId, PartNumber: 1, Body: '123456789' });
  const { ETag, ChecksumCRC32 } = await client.send(part);
  expect(ChecksumCRC32).toBe('y/Q5Jg==');
  const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
  const complete = new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload });
  const done = await client.send(complete);
  expect([done.ChecksumCRC64NVME, done.ChecksumType]).toEqual(['rosUhgp5mIg=', 'FULL_OBJECT']);
});
