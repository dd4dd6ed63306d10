import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  CreateSessionCommand,
  GetObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { sendRaw } from '../conformance/raw-request.ts';
import { BUCKET, createTestClient, errorCode, startTestServer } from '../testing/test-server.ts';

const Bucket = 'videos--use1-az4--x-s3';

async function startExpress() {
  const server = await startTestServer();
  const { url } = server.s3;
  // The SDK's own session authentication, as against the zonal endpoints of S3 Express.
  const session = createTestClient(url);
  const plain = createTestClient(url, { disableS3ExpressSessionAuth: true });
  await plain.send(new CreateBucketCommand({ Bucket }));
  return { ...server, plain, session };
}

test('with a session objects of a directory bucket are written and read', async () => {
  const { session, requests } = await startExpress();
  await session.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'hello' }));
  const got = await session.send(new GetObjectCommand({ Bucket, Key: 'a' }));
  expect(await got.Body?.transformToString()).toBe('hello');
  expect(requests.map(({ operation }) => operation)).toContain('CreateSession');
});

test('a session is for one bucket and five minutes', async () => {
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

test('objects of a directory bucket are out of reach without a session', async () => {
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
