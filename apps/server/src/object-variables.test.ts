import {
  CreateBucketCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ownMains } from '../testing/own-mains.ts';
import { startTestStore } from '../testing/start-backend.ts';
import { uploadChecked } from '../testing/upload-checked.ts';
import { callApi } from '../testing/upload-file.ts';

const mains = ownMains();
let store: Awaited<ReturnType<typeof startTestStore>>;
let client: S3Client;
beforeEach(async () => {
  store = await startTestStore();
  client = new S3Client({
    region: store.s3.region,
    endpoint: store.s3.url,
    forcePathStyle: true,
    credentials: store.keys,
  });
});
afterEach(async () => {
  client.destroy();
  await store.close();
});

const start = (env: Record<string, string>) =>
  mains.start({ ...store.env, ...store.sdkEnv, ...env });

async function keyOfUpload(env: Record<string, string>, metadata?: Record<string, string>) {
  const { url } = await start(env).ready();
  const { result } = await uploadChecked(url, metadata ? { metadata } : {});
  expect(result).toMatchObject({ object: { size: 5 } });
  return String(result.object.objectKey);
}

test('the variables decide what S3 stores with an object, and where', async () => {
  const key = await keyOfUpload(
    {
      S3_STORAGE_CLASS: 'STANDARD_IA',
      S3_SSE: 'aws:kms',
      S3_SSE_KMS_KEY_ID: 'alias/uploads',
      S3_SSE_KMS_ENCRYPTION_CONTEXT: 'team=video',
      S3_BUCKET_KEY: 'true',
      S3_TAGGING: 'team=video&source=web%20page',
      S3_METADATA: 'department=news',
      S3_CACHE_CONTROL: 'public, max-age=31536000',
      S3_CONTENT_DISPOSITION: 'inline',
      S3_CONTENT_LANGUAGE: 'de',
      S3_EXPIRES: '2040-01-31',
      S3_WEBSITE_REDIRECT_LOCATION: '/other',
      S3_EXPECTED_BUCKET_OWNER: '000000000000',
      SLIPWAY_METADATA_NAMES: 'title',
      SLIPWAY_PREFIX: 'incoming/web',
      SLIPWAY_KEY_LAYOUT: 'spread',
    },
    { title: 'Hello' },
  );
  expect(key).toMatch(/^incoming\/web\/[a-z0-9]{2}\/[^/]+\/a\.txt$/);
  const where = { Bucket: 'media', Key: key };
  expect(await client.send(new HeadObjectCommand(where))).toMatchObject({
    StorageClass: 'STANDARD_IA',
    ServerSideEncryption: 'aws:kms',
    SSEKMSKeyId: 'alias/uploads',
    BucketKeyEnabled: true,
    CacheControl: 'public, max-age=31536000',
    ContentDisposition: 'inline',
    ContentLanguage: 'de',
    ExpiresString: new Date('2040-01-31').toUTCString(),
    WebsiteRedirectLocation: '/other',
    Metadata: { department: 'news', title: 'Hello' },
  });
  const { TagSet } = await client.send(new GetObjectTaggingCommand(where));
  expect(TagSet).toEqual([
    { Key: 'team', Value: 'video' },
    { Key: 'source', Value: 'web page' },
  ]);
});

test('S3_OBJECT_LOCK_DAYS locks each object for that many days from its upload', async () => {
  await client.send(
    new CreateBucketCommand({ Bucket: 'locked', ObjectLockEnabledForBucket: true }),
  );
  const before = Date.now();
  const key = await keyOfUpload({
    S3_BUCKET: 'locked',
    S3_OBJECT_LOCK_MODE: 'GOVERNANCE',
    S3_OBJECT_LOCK_DAYS: '30',
    S3_OBJECT_LOCK_LEGAL_HOLD: 'OFF',
  });
  const head = await client.send(new HeadObjectCommand({ Bucket: 'locked', Key: key }));
  expect(head).toMatchObject({ ObjectLockMode: 'GOVERNANCE', ObjectLockLegalHoldStatus: 'OFF' });
  const days = (head.ObjectLockRetainUntilDate?.getTime() ?? 0) / 86_400_000;
  expect(days).toBeGreaterThanOrEqual(before / 86_400_000 + 30 - 1 / 86_400);
  expect(days).toBeLessThanOrEqual(Date.now() / 86_400_000 + 30);
});

async function mistakesOf(env: Record<string, string>): Promise<readonly string[]> {
  const main = start(env);
  expect(await main.ended()).toBe(1);
  expect(main.output().stdout).toBe('');
  return main.output().stderr.trimEnd().split('\n');
}

test('each wrong value of an object’s variable is one line before the backend listens', async () => {
  expect(
    await mistakesOf({
      S3_STORAGE_CLASS: 'COLD',
      S3_SSE: 'kms',
      S3_BUCKET_KEY: 'yes',
      S3_TAGGING: 'team',
      S3_CACHE_CONTROL: 'höchstens',
      S3_EXPIRES: 'tomorrow',
      S3_ACL: 'public',
      S3_OBJECT_LOCK_MODE: 'governance',
      S3_OBJECT_LOCK_DAYS: '0',
      S3_REQUEST_PAYER: 'me',
      S3_EXPECTED_BUCKET_OWNER: '1234',
      SLIPWAY_METADATA_NAMES: 'Title',
      SLIPWAY_PREFIX: '/a',
    }),
  ).toEqual([
    expect.stringMatching(/^SLIPWAY_PREFIX: looks like incoming/),
    expect.stringMatching(/^SLIPWAY_METADATA_NAMES: names look like/),
    expect.stringMatching(/^S3_STORAGE_CLASS: is one of STANDARD, /),
    'S3_SSE: is one of AES256, aws:kms, aws:kms:dsse, aws:fsx.',
    'S3_BUCKET_KEY: is true or false.',
    expect.stringMatching(/^S3_TAGGING: looks like team=video&source=web/),
    'S3_CACHE_CONTROL: is printable ASCII, without spaces at its ends.',
    expect.stringMatching(/^S3_EXPIRES: is a time such as/),
    expect.stringMatching(/^S3_ACL: is one of private, /),
    'S3_OBJECT_LOCK_MODE: is one of GOVERNANCE, COMPLIANCE.',
    'S3_OBJECT_LOCK_DAYS: is a whole number of days from 1 to 36500.',
    'S3_REQUEST_PAYER: is one of requester.',
    'S3_EXPECTED_BUCKET_OWNER: is an account of 12 digits.',
  ]);
});

test('variables that S3 would refuse together are named before the backend listens', async () => {
  expect(
    await mistakesOf({
      S3_SSE_KMS_KEY_ID: 'alias/uploads',
      S3_ACL: 'private',
      S3_GRANT_READ: 'id="one"',
      S3_TAGGING: 'aws:team=video',
      S3_OBJECT_LOCK_MODE: 'COMPLIANCE',
      SLIPWAY_INTEGRITY: 'none',
    }),
  ).toEqual([
    'S3_ACL: S3_ACL and S3_GRANT_READ exclude each other.',
    'S3_SSE_KMS_KEY_ID: needs S3_SSE "aws:kms" or "aws:kms:dsse".',
    'S3_TAGGING: the tag "aws:team" starts with "aws:", which is reserved.',
    'S3_OBJECT_LOCK_MODE: S3_OBJECT_LOCK_MODE and S3_OBJECT_LOCK_RETAIN_UNTIL_DATE need each other.',
  ]);
  expect(
    await mistakesOf({ S3_OBJECT_LOCK_DAYS: '1', S3_OBJECT_LOCK_RETAIN_UNTIL_DATE: '2040-01-01' }),
  ).toEqual([expect.stringMatching(/^S3_OBJECT_LOCK_DAYS: .*Set only one of the two\.$/)]);
  expect(
    await mistakesOf({
      S3_OBJECT_LOCK_MODE: 'COMPLIANCE',
      S3_OBJECT_LOCK_DAYS: '1',
      SLIPWAY_INTEGRITY: 'none',
    }),
  ).toEqual([expect.stringMatching(/^SLIPWAY_INTEGRITY: object lock needs an integrity mode/)]);
});

test('the doctor of a running backend names the variable that the bucket cannot follow', async () => {
  const main = start({
    S3_OBJECT_LOCK_MODE: 'COMPLIANCE',
    S3_OBJECT_LOCK_DAYS: '1',
    SLIPWAY_LOCAL_ADMIN: 'true',
  });
  const { url } = await main.ready();
  const { status, body } = await callApi(url, 'admin/doctor', {});
  expect(status).toBe(200);
  expect(body.findings).toContainEqual(
    expect.objectContaining({
      id: 'option-objectLockMode',
      status: 'problem',
      remedy: { text: expect.stringContaining('S3_OBJECT_LOCK_MODE') },
    }),
  );
});
