import { randomBytes } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { expect, test } from 'vitest';
import { BUCKET, startTestServer } from '../testing/test-server.ts';

test('an upload of presigned parts becomes one object with the same bytes', async () => {
  const { client, requests } = await startTestServer();
  const target = { Bucket: BUCKET, Key: 'films/a film.mp4' };
  const { UploadId } = await client.send(
    new CreateMultipartUploadCommand({
      ...target,
      ChecksumAlgorithm: 'CRC64NVME',
      Metadata: { nonce: 'n1' },
    }),
  );
  const bytes = [randomBytes(100_000), randomBytes(200_000), randomBytes(7)];
  const etags: string[] = [];
  for (const [i, Body] of bytes.entries()) {
    const { ETag } = await client.send(
      new UploadPartCommand({
        ...target,
        UploadId,
        PartNumber: i + 1,
        Body,
        ChecksumAlgorithm: 'CRC64NVME',
      }),
    );
    etags.push(ETag ?? '');
  }
  const listed = await client.send(new ListPartsCommand({ ...target, UploadId }));
  expect(listed.Parts?.map((part) => part.Size)).toEqual([100_000, 200_000, 7]);
  expect(listed.Parts?.map((part) => part.ETag)).toEqual(etags);
  const completed = await client.send(
    new CompleteMultipartUploadCommand({
      ...target,
      UploadId,
      MultipartUpload: { Parts: etags.map((ETag, i) => ({ ETag, PartNumber: i + 1 })) },
      MpuObjectSize: 300_007,
      IfNoneMatch: '*',
    }),
  );
  expect(completed.ETag).toMatch(/^"[0-9a-f]{32}-3"$/);
  const got = await client.send(new GetObjectCommand({ ...target, ChecksumMode: 'ENABLED' }));
  expect(Buffer.from((await got.Body?.transformToByteArray()) ?? [])).toEqual(Buffer.concat(bytes));
  expect(got.ChecksumCRC64NVME).toBe(completed.ChecksumCRC64NVME);
  const head = await client.send(new HeadObjectCommand(target));
  expect(head.Metadata).toEqual({ nonce: 'n1' });
  expect(requests.map((request) => request.operation)).toContain('UploadPart');
});

test('a presigned part needs only its body and a signed length', async () => {
  const { client, requests } = await startTestServer();
  const target = { Bucket: BUCKET, Key: 'k' };
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(target));
  const url = await getSignedUrl(
    client,
    new UploadPartCommand({ ...target, UploadId, PartNumber: 1, ContentLength: 5 }),
  );
  const response = await fetch(url, { method: 'PUT', body: 'hello' });
  expect([response.status, await response.text()]).toEqual([200, '']);
  const longer = await fetch(url, { method: 'PUT', body: 'hello!' });
  expect(longer.status).toBe(403);
  expect(await longer.text()).toContain('<Code>SignatureDoesNotMatch</Code>');
  await client.send(new AbortMultipartUploadCommand({ ...target, UploadId }));
  const gone = await fetch(url, { method: 'PUT', body: 'hello' });
  expect([gone.status, await gone.text()]).toEqual([404, expect.stringContaining('NoSuchUpload')]);
  expect(
    requests.filter(({ operation }) => operation === 'UploadPart').map((r) => r.bytesReceived),
  ).toEqual([5, 6, 5]);
});

test('a small object is stored and read', async () => {
  const { client } = await startTestServer();
  await client.send(
    new PutObjectCommand({ Bucket: BUCKET, Key: 'a', Body: 'hello', ContentType: 'text/plain' }),
  );
  const got = await client.send(
    new GetObjectCommand({ Bucket: BUCKET, Key: 'a', Range: 'bytes=1-3' }),
  );
  expect([got.ContentType, await got.Body?.transformToString()]).toEqual(['text/plain', 'ell']);
});
