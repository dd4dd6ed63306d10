import { createHash, randomBytes } from 'node:crypto';
import {
  CreateBucketCommand,
  GetObjectAclCommand,
  GetObjectLegalHoldCommand,
  GetObjectRetentionCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
} from '@aws-sdk/client-s3';
import type { CreatedUpload } from '@slipway/protocol';
import { afterEach, describe, expect, test } from 'vitest';
import type { CommonOptions } from '../../testing/adapters.ts';
import { MiB, putPart, startUploadStack, type UploadStack } from '../../testing/upload-stack.ts';
import { complete, createUpload, putParts } from '../../testing/uploads.ts';

let stack: UploadStack;
afterEach(() => stack.close());

const Bucket = 'bucket-of-options';
const bytes = { multipart: randomBytes(6 * MiB), single: randomBytes(1_000) };
const ways = ['multipart', 'single'] as const;
const sha256 = (part: Uint8Array) => createHash('sha256').update(part).digest('base64');
const inOneHour = () => new Date(Math.ceil(Date.now() / 1_000) * 1_000 + 3_600_000);
const everyone = 'http://acs.amazonaws.com/groups/global/AllUsers';

/** The router on a bucket that can lock objects. */
async function start(object: CommonOptions['object'], options: Partial<CommonOptions> = {}) {
  stack = await startUploadStack({ bucket: Bucket, object, ...options });
  await stack.client.send(new CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket: true }));
}

function createProtected(way: keyof typeof bytes): Promise<CreatedUpload> {
  const parts = Array.from({ length: Math.ceil(bytes[way].byteLength / (5 * MiB)) }, (_, i) => ({
    partNumber: i + 1,
    checksum: sha256(bytes[way].subarray(i * 5 * MiB, (i + 1) * 5 * MiB)),
  }));
  return createUpload(stack, bytes[way], { integrity: 'sha256', parts });
}

/** Completes an upload, and returns the address of its object. */
async function upload(way: keyof typeof bytes) {
  const created = await createProtected(way);
  const etags = await putParts(stack, created, bytes[way]);
  const { object, error } = await complete(stack, { token: created.token, etags });
  expect(error).toBeUndefined();
  expect(object.size).toBe(bytes[way].byteLength);
  return { Bucket, Key: created.objectKey };
}

describe.each(ways)('by %s upload', (way) => {
  test('every header that the owner sets is on the object', async () => {
    const expires = inOneHour();
    await start({
      cacheControl: 'public, max-age=31536000',
      contentDisposition: `attachment; filename="a b.mp4"; filename*=UTF-8''%C3%A9.mp4`,
      contentEncoding: 'gzip',
      contentLanguage: 'de-CH, fr',
      expires,
      metadata: { project: 'a + b = c & more' },
      serverSideEncryption: 'aws:kms',
      sseKmsKeyId: 'arn:aws:kms:us-east-1:123456789012:key/abc',
      sseKmsEncryptionContext: { team: 'vidéo' },
      bucketKeyEnabled: true,
      storageClass: 'STANDARD_IA',
      websiteRedirectLocation: '/elsewhere?a=b&c',
    });
    const stored = await stack.client.send(new HeadObjectCommand(await upload(way)));
    expect(stored).toMatchObject({
      CacheControl: 'public, max-age=31536000',
      ContentDisposition: `attachment; filename="a b.mp4"; filename*=UTF-8''%C3%A9.mp4`,
      ContentEncoding: 'gzip',
      ContentLanguage: 'de-CH, fr',
      ContentType: 'video/mp4',
      ExpiresString: expires.toUTCString(),
      Metadata: { project: 'a + b = c & more', 'slipway-nonce': expect.any(String) },
      ServerSideEncryption: 'aws:kms',
      SSEKMSKeyId: 'arn:aws:kms:us-east-1:123456789012:key/abc',
      BucketKeyEnabled: true,
      StorageClass: 'STANDARD_IA',
      WebsiteRedirectLocation: '/elsewhere?a=b&c',
    });
  });

  test('tags with any characters are on the object', async () => {
    const tagging = { 'a b+c': 'x=y/z:1@-_.', ключ: 'значение', empty: '' };
    await start({ tagging });
    const { TagSet = [] } = await stack.client.send(new GetObjectTaggingCommand(await upload(way)));
    expect(Object.fromEntries(TagSet.map(({ Key, Value }) => [Key, Value]))).toEqual(tagging);
  });

  test('a canned ACL is on the object', async () => {
    await start({ acl: 'public-read' });
    const { Grants } = await stack.client.send(new GetObjectAclCommand(await upload(way)));
    expect(Grants).toContainEqual({
      Grantee: { Type: 'Group', URI: everyone },
      Permission: 'READ',
    });
  });

  test('grants are on the object', async () => {
    await start({
      grantFullControl: 'id="one"',
      grantRead: `uri="${everyone}", id="two"`,
      grantReadAcp: 'id="three"',
      grantWriteAcp: 'id="four"',
    });
    const { Grants = [] } = await stack.client.send(new GetObjectAclCommand(await upload(way)));
    expect(
      Grants.map(({ Grantee, Permission }) => `${Permission} ${Grantee?.URI ?? Grantee?.ID}`),
    ).toEqual([
      'FULL_CONTROL one',
      `READ ${everyone}`,
      'READ two',
      'READ_ACP three',
      'WRITE_ACP four',
    ]);
  });

  test('a lock and a legal hold are on the object', async () => {
    const until = inOneHour();
    await start({
      objectLockMode: 'GOVERNANCE',
      objectLockRetainUntilDate: until,
      objectLockLegalHoldStatus: 'ON',
    });
    const where = await upload(way);
    const { Retention } = await stack.client.send(new GetObjectRetentionCommand(where));
    expect(Retention).toEqual({ Mode: 'GOVERNANCE', RetainUntilDate: until });
    const { LegalHold } = await stack.client.send(new GetObjectLegalHoldCommand(where));
    expect(LegalHold).toEqual({ Status: 'ON' });
  });

  test('a file with a lock and no checksum is refused before any call to S3', async () => {
    await start({ objectLockLegalHoldStatus: 'ON' });
    stack.forget();
    await expect(createUpload(stack, bytes[way])).rejects.toThrow('object lock needs an integrity');
    expect(stack.operations()).toEqual([]);
  });

  test('the owner’s metadata overrides the browser’s', async () => {
    await start({ metadata: { title: 'theirs' } }, { metadataNames: ['title', 'note'] });
    const created = await createUpload(stack, bytes[way], {
      metadata: { title: 'mine', note: 'kept' },
    });
    await putParts(stack, created, bytes[way]);
    await complete(stack, { token: created.token });
    const stored = await stack.client.send(
      new HeadObjectCommand({ Bucket, Key: created.objectKey }),
    );
    expect(stored.Metadata).toMatchObject({ title: 'theirs', note: 'kept' });
  });
});

test('metadata of owner and browser together must fit S3’s limit', async () => {
  await start({ metadata: { a: 'x'.repeat(1_000) } }, { metadataNames: ['note'] });
  const metadata = { note: 'x'.repeat(900) };
  await expect(createUpload(stack, bytes.single, { metadata })).rejects.toThrow('1905 bytes');
});

test('a function chooses the options for each file and caller', async () => {
  await start((file, principal) => ({
    tagging: { kind: file.type, by: principal.subject },
    storageClass: file.size > 5 * MiB ? 'GLACIER_IR' : 'STANDARD_IA',
  }));
  for (const [way, storageClass] of [
    ['multipart', 'GLACIER_IR'],
    ['single', 'STANDARD_IA'],
  ] as const) {
    const where = await upload(way);
    const { TagSet } = await stack.client.send(new GetObjectTaggingCommand(where));
    expect(TagSet).toEqual([
      { Key: 'kind', Value: 'video/mp4' },
      { Key: 'by', Value: 'alice' },
    ]);
    const { StorageClass } = await stack.client.send(new HeadObjectCommand(where));
    expect(StorageClass).toBe(storageClass);
  }
});

test('options that S3 would refuse fail one file, and only the owner learns why', async () => {
  const told: unknown[] = [];
  await start(({ size }) => (size > 5 * MiB ? { sseKmsKeyId: 'alias/secret' } : {}), {
    onError: (error) => told.push(error),
  });
  const file = { name: 'a', type: '', partSize: 5 * MiB };
  stack.forget();
  const { body } = await stack.call('create', {
    files: [
      { ...file, size: 6 * MiB },
      { ...file, size: 1 },
    ],
  });
  expect(body.uploads[0].error.code).toBe('storage-misconfigured');
  expect(JSON.stringify(body.uploads[0])).not.toMatch(/kms|alias/i);
  expect(body.uploads[1]).toHaveProperty('token');
  expect(String((told[0] as Error).cause)).toContain('object: sseKmsKeyId needs');
  expect(stack.operations()).toEqual([]);
});

describe('a presigned single PUT', () => {
  test('presigned again later stores the same headers', async () => {
    const expires = inOneHour();
    await start({ tagging: { a: 'b' }, expires, objectLockLegalHoldStatus: 'OFF' });
    const { token, objectKey } = await createProtected('single');
    const parts = [{ partNumber: 1, checksum: sha256(bytes.single) }];
    const { body } = await stack.call('presign', { uploads: [{ token, parts }] });
    const { status } = await putPart(body.uploads[0].parts[0], new Uint8Array(bytes.single));
    expect(status).toBe(200);
    const where = { Bucket, Key: objectKey };
    const { TagSet } = await stack.client.send(new GetObjectTaggingCommand(where));
    expect(TagSet).toEqual([{ Key: 'a', Value: 'b' }]);
    expect(await stack.client.send(new HeadObjectCommand(where))).toMatchObject({
      ExpiresString: expires.toUTCString(),
      ObjectLockLegalHoldStatus: 'OFF',
    });
  });

  test.each([
    ['x-amz-tagging', 'secret=no'],
    ['x-amz-acl', 'public-read'],
    ['x-amz-storage-class', 'STANDARD'],
    ['cache-control', 'no-store'],
    ['x-amz-object-lock-legal-hold', 'OFF'],
    ['x-amz-server-side-encryption', 'aws:kms'],
  ])('is refused without its %s, and with another value', async (name, other) => {
    await start({
      tagging: { secret: 'yes' },
      acl: 'private',
      storageClass: 'STANDARD_IA',
      cacheControl: 'private',
      objectLockLegalHoldStatus: 'ON',
      serverSideEncryption: 'AES256',
    });
    const { parts } = await createProtected('single');
    const [part] = parts;
    if (!part) throw new Error('No part was presigned.');
    expect(part.headers).toHaveProperty(name);
    const { [name]: _, ...without } = part.headers;
    const body = new Uint8Array(bytes.single);
    expect((await putPart({ ...part, headers: without }, body)).status).toBe(403);
    const changed = { ...part.headers, [name]: other };
    expect((await putPart({ ...part, headers: changed }, body)).status).toBe(403);
    expect((await putPart(part, body)).status).toBe(200);
  });
});
