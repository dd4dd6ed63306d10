import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  CreateSessionCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { BUCKET, errorCode, startTestServer } from '../testing/test-server.ts';

const Bucket = 'videos--use1-az4--x-s3';

/** A client that signs with a session, as the SDK does against the zonal endpoints of S3 Express. */
async function startExpress() {
  const server = await startTestServer();
  await server.client.send(new CreateBucketCommand({ Bucket }));
  const plain = new S3Client({
    endpoint: server.s3.url,
    region: 'us-east-1',
    forcePathStyle: true,
    maxAttempts: 1,
    disableS3ExpressSessionAuth: true,
    credentials: { accessKeyId: 'test-access', secretAccessKey: 'test-secret' },
  });
  const { Credentials } = await plain.send(new CreateSessionCommand({ Bucket }));
  if (Credentials === undefined) throw new Error('no session');
  const session = new S3Client({
    endpoint: server.s3.url,
    region: 'us-east-1',
    forcePathStyle: true,
    maxAttempts: 1,
    disableS3ExpressSessionAuth: true,
    credentials: {
      accessKeyId: Credentials.AccessKeyId ?? '',
      secretAccessKey: Credentials.SecretAccessKey ?? '',
    },
  });
  session.middlewareStack.add(
    (next) => (args) => {
      Object.assign((args.request as { headers: Record<string, string> }).headers, {
        'x-amz-s3session-token': Credentials.SessionToken ?? '',
      });
      return next(args);
    },
    { step: 'build' },
  );
  return { ...server, plain, session, Credentials };
}

test('a session gives access to its directory bucket for five minutes, and to no other', async () => {
  const { session, s3, Credentials } = await startExpress();
  await session.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'hello' }));
  const got = await session.send(new GetObjectCommand({ Bucket, Key: 'a' }));
  expect(await got.Body?.transformToString()).toBe('hello');
  const lifetimeMs = (Credentials.Expiration?.getTime() ?? 0) - Date.now();
  expect(lifetimeMs).toBeGreaterThan(290_000);
  expect(lifetimeMs).toBeLessThanOrEqual(300_000);
  const elsewhere = session.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'a' }));
  expect(await errorCode(elsewhere)).toBe('AccessDenied');
  s3.setClockOffset(301_000);
  const late = session.send(new GetObjectCommand({ Bucket, Key: 'a' }));
  expect(await errorCode(late)).toBe('ExpiredToken');
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
