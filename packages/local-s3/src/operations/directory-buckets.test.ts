import {
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  CreateSessionCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { sendRaw } from '../../conformance/raw-request.ts';
import { BUCKET, createTestClient, errorCode, startTestServer } from '../testing/test-server.ts';

const Bucket = 'videos--use1-az4--x-s3';

async function startExpress() {
  const server = await startTestServer();
  const { url } = server.s3;
  // The SDK's own session authentication, as for the zonal endpoints of S3 Express.
  const session = createTestClient(url);
  const plain = createTestClient(url, { disableS3ExpressSessionAuth: true });
  await plain.send(new CreateBucketCommand({ Bucket }));
  return { ...server, plain, session };
}

test('a client with a session writes and reads objects of a directory bucket', async () => {
  const { session, requests } = await startExpress();
  await session.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'hello' }));
  const got = await session.send(new GetObjectCommand({ Bucket, Key: 'a' }));
  expect(await got.Body?.transformToString()).toBe('hello');
  expect(requests.map(({ operation }) => operation)).toContain('CreateSession');
});

test('a directory bucket has its own storage class, opaque ETags and no gaps between parts', async () => {
  const { session } = await startExpress();
  const target = { Bucket, Key: 'a' };
  const put = await session.send(new PutObjectCommand({ ...target, Body: 'hello' }));
  expect(put.ETag).toMatch(/^"[0-9a-f]{32}"$/);
  expect(put.ETag).not.toBe('"5d41402abc4b2a76b9719d911017c592"');
  const head = await session.send(new HeadObjectCommand(target));
  expect(head.StorageClass).toBe('EXPRESS_ONEZONE');

  const { UploadId } = await session.send(new CreateMultipartUploadCommand(target));
  const complete = async (...partNumbers: number[]) => {
    const Parts = [];
    for (const PartNumber of partNumbers) {
      const part = { ...target, UploadId, PartNumber, Body: 'a part of 20 bytes..' };
      Parts.push({ PartNumber, ETag: (await session.send(new UploadPartCommand(part))).ETag });
    }
    const input = { ...target, UploadId, MultipartUpload: { Parts } };
    return errorCode(session.send(new CompleteMultipartUploadCommand(input)));
  };
  expect(await complete(1, 3)).toBe('InvalidPartOrder');
  expect(await complete(1, 2)).toBe('no error');
});

test('a session is valid for one bucket and five minutes', async () => {
  const { plain, s3 } = await startExpress();
  const { Credentials } = await plain.send(new CreateSessionCommand({ Bucket }));
  const lifetimeMs = (Credentials?.Expiration?.getTime() ?? 0) - Date.now();
  expect(lifetimeMs).toBeGreaterThan(290_000);
  expect(lifetimeMs).toBeLessThanOrEqual(300_000);
  const get = (bucket: string) =>
    sendRaw(
      {
        endpoint: s3.url,
        region: 'us-east-1',
        accessKeyId: Credentials?.AccessKeyId ?? '',
        secretAccessKey: Credentials?.SecretAccessKey ?? '',
      },
      {
        method: 'GET',
        path: `/${bucket}/a`,
        service: 's3express',
        headers: { 'x-amz-s3session-token': Credentials?.SessionToken ?? '' },
      },
    );
  expect((await get(Bucket)).code).toBe('NoSuchKey');
  expect((await get(BUCKET)).code).toBe('AccessDenied');
  s3.setClockOffset(301_000);
  expect((await get(Bucket)).code).toBe('ExpiredToken');
});

test('a client without a session cannot reach the objects of a directory bucket', async () => {
  const { plain } = await startExpress();
  expect(await errorCode(plain.send(new GetObjectCommand({ Bucket, Key: 'a' })))).toBe(
    'AccessDenied',
  );
});

test.each([
  ['an ACL', { ACL: 'private' }],
  ['tags', { Tagging: 'a=1' }],
  ['a legal hold', { ObjectLockLegalHoldStatus: 'ON' }],
  ['a redirect', { WebsiteRedirectLocation: '/x' }],
  ['another storage class', { StorageClass: 'STANDARD_IA' }],
  ['dual-layer encryption', { ServerSideEncryption: 'aws:kms:dsse' }],
] as const)('a directory bucket refuses %s', async (_, option) => {
  const { session } = await startExpress();
  const create = session.send(new CreateMultipartUploadCommand({ Bucket, Key: 'a', ...option }));
  expect(await errorCode(create)).not.toBe('no error');
});
