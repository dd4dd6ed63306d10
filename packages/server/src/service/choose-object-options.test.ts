import { UploadError } from '@slipway/protocol';
import { describe, expect, test } from 'vitest';
import type { ObjectOptions, ObjectOptionsFunction } from '../object/object-options.ts';
import { createObjectOptions } from './choose-object-options.ts';

const NOW = Date.UTC(2026, 5, 1);
const LATER = new Date(NOW + 3_600_000);
const file = { name: 'a.mp4', size: 1, type: 'video/mp4' };
const alice = { subject: 'alice' };

function choose(object: ObjectOptions | ObjectOptionsFunction, bucket = 'media', nowMs = NOW) {
  const clock = { nowMs };
  const source = { bucket, object, integrity: undefined, now: () => clock.nowMs };
  return { clock, options: createObjectOptions(source) };
}

const tags = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`tag${i}`, 'x']));

const refused: [string, ObjectOptions, string][] = [
  ['an ACL and a grant', { acl: 'private', grantRead: 'id="a"' }, 'acl and grantRead'],
  ['a grant by e-mail', { grantRead: 'emailAddress="a@b.example"' }, 'e-mail'],
  ['a grant to nobody', { grantWriteAcp: 'everyone' }, 'id="..." or uri="..."'],
  ['a line break', { cacheControl: 'a\r\nx-amz-acl: public-read' }, 'cacheControl'],
  ['letters beyond ASCII', { contentDisposition: 'inline; filename="é"' }, 'contentDisposition'],
  ['an empty header', { contentLanguage: '' }, 'contentLanguage'],
  ['aws-chunked', { contentEncoding: 'gzip, aws-chunked' }, 'aws-chunked'],
  ['a date that is none', { expires: new Date('x') }, 'expires'],
  ['metadata in capitals', { metadata: { Title: 'x' } }, 'metadata'],
  ['metadata of its own nonce', { metadata: { 'slipway-nonce': 'x' } }, 'slipway-nonce'],
  [
    'too much metadata',
    { metadata: { a: 'x'.repeat(1_000), b: 'x'.repeat(899) } },
    'metadata has 1901 bytes',
  ],
  ['a KMS key without KMS', { sseKmsKeyId: 'alias/a' }, 'sseKmsKeyId needs'],
  [
    'a KMS key with SSE-S3',
    { serverSideEncryption: 'AES256', sseKmsKeyId: 'alias/a' },
    'sseKmsKeyId needs',
  ],
  [
    'a context without KMS',
    { serverSideEncryption: 'aws:fsx', sseKmsEncryptionContext: { a: 'b' } },
    'sseKmsEncryptionContext needs',
  ],
  [
    'a bucket key with two layers',
    { serverSideEncryption: 'aws:kms:dsse', bucketKeyEnabled: true },
    'bucketKeyEnabled',
  ],
  ['a redirect to nowhere', { websiteRedirectLocation: 'page.html' }, 'websiteRedirectLocation'],
  ['eleven tags', { tagging: tags(11) }, '11 tags'],
  ['a tag without a key', { tagging: { '': 'x' } }, '1 to 128'],
  ['a long key', { tagging: { ['k'.repeat(129)]: 'x' } }, '1 to 128'],
  ['a long value', { tagging: { k: 'v'.repeat(257) } }, '256'],
  ['a tag with a bracket', { tagging: { 'a<b': 'x' } }, 'letters, digits'],
  ['a tag value with an ampersand', { tagging: { a: 'x&y' } }, 'letters, digits'],
  ['a reserved tag', { tagging: { 'AWS:owner': 'x' } }, 'reserved'],
  ['a lock without its date', { objectLockMode: 'GOVERNANCE' }, 'need each other'],
  ['a date without its lock', { objectLockRetainUntilDate: LATER }, 'need each other'],
  [
    'a lock until now',
    { objectLockMode: 'COMPLIANCE', objectLockRetainUntilDate: new Date(NOW) },
    'in the future',
  ],
  ['an account with dashes', { expectedBucketOwner: '1111-2222-33' }, '12 digits'],
  [
    'more than fits into headers',
    {
      tagging: Object.fromEntries(Object.keys(tags(10)).map((key) => [key, 'é'.repeat(150)])),
    },
    'all options together',
  ],
];

describe('what S3 would refuse', () => {
  test.each(refused)('is refused at start-up: %s', (_name, object, message) => {
    expect(() => choose(object)).toThrow(TypeError);
    expect(() => choose(object)).toThrow(message);
  });

  test.each(refused)('fails the file when a function says it: %s', async (_name, object, why) => {
    const { options } = choose(() => object);
    const error: unknown = await options(file, alice).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'storage-misconfigured', retryable: false });
    expect(error).toHaveProperty('cause', expect.any(TypeError));
    expect(UploadError.is(error) && String(error.cause)).toContain(why);
    // A browser is not told how the storage is set up.
    expect(UploadError.is(error) && error.message).not.toContain(why);
  });

  test.each([
    { ACL: 'private' },
    { acl: 'public' },
    { storageClass: 'COLD' },
    { tagging: 'a=b' },
    { tagging: { a: 1 } },
    { bucketKeyEnabled: 'true' },
    { requestPayer: 'owner' },
    { objectLockLegalHoldStatus: 'on' },
    { expires: '2030-01-01' },
    { cacheControl: undefined, sseCustomerKey: 'x' },
    [],
    'private',
    null,
  ])('is no option at all: %j', (object) => {
    // @ts-expect-error An owner without types can write anything.
    expect(() => choose(object)).toThrow('object: ');
  });
});

describe('what S3 takes is taken', () => {
  test.each<ObjectOptions>([
    {},
    { acl: 'public-read' },
    {
      grantRead: 'id="abc", uri="http://acs.amazonaws.com/groups/global/AllUsers"',
      grantFullControl: 'id="abc"',
    },
    { tagging: { ...tags(9), ['ключ /+-=._:@ 1'.padEnd(128, 'k')]: 'v'.repeat(256) } },
    { tagging: { empty: '' } },
    { metadata: { a: 'x'.repeat(1_000), b: 'x'.repeat(898) } },
    { serverSideEncryption: 'aws:kms', sseKmsKeyId: 'alias/a', bucketKeyEnabled: true },
    { serverSideEncryption: 'aws:kms:dsse', sseKmsEncryptionContext: { team: 'é' } },
    { bucketKeyEnabled: true },
    { serverSideEncryption: 'AES256', bucketKeyEnabled: false },
    { objectLockMode: 'COMPLIANCE', objectLockRetainUntilDate: LATER },
    { websiteRedirectLocation: '/other.html', requestPayer: 'requester' },
  ])('%j', async (object) => {
    expect(await choose(object).options(file, alice)).toEqual(object);
    expect(await choose(async () => object).options(file, alice)).toEqual(object);
  });
});

test('a function sees the file and the caller', async () => {
  const { options } = choose(({ type, size }, { subject }) => ({
    metadata: { type: type.replace('/', '-'), size: String(size), subject },
  }));
  expect(await options(file, alice)).toEqual({
    metadata: { type: 'video-mp4', size: '1', subject: 'alice' },
  });
});

test('what a function throws is what comes of it', async () => {
  const refusal = new UploadError('forbidden', { message: 'Not this one.' });
  await expect(choose(() => Promise.reject(refusal)).options(file, alice)).rejects.toBe(refusal);
});

test('a constant lock fails uploads once its date has passed', async () => {
  const lock = { objectLockMode: 'GOVERNANCE', objectLockRetainUntilDate: LATER } as const;
  const { clock, options } = choose(lock);
  expect(await options(file, alice)).toBe(lock);
  clock.nowMs = LATER.getTime();
  await expect(options(file, alice)).rejects.toMatchObject({ code: 'storage-misconfigured' });
});

describe('a lock without integrity', () => {
  const hold = { objectLockLegalHoldStatus: 'ON' } as const;
  const source = { bucket: 'media', object: hold, now: () => NOW };
  test('is refused at start-up when the policy says so', () => {
    expect(() => createObjectOptions({ ...source, integrity: 'none' })).toThrow('object lock');
    expect(() => createObjectOptions({ ...source, integrity: 'md5' })).not.toThrow();
    expect(() => createObjectOptions({ ...source, integrity: undefined })).not.toThrow();
  });
});

describe('a bucket of another kind', () => {
  const outpost = 'arn:aws:s3-outposts:us-west-2:123456789012:outpost/op-1/accesspoint/a';
  test.each<[string, ObjectOptions, string]>([
    ['media--use1-az4--x-s3', { acl: 'private' }, 'directory bucket has no acl'],
    ['media--use1-az4--x-s3', { tagging: { a: 'b' } }, 'no tagging'],
    ['media--use1-az4--x-s3', { objectLockLegalHoldStatus: 'ON' }, 'no objectLockLegalHold'],
    ['media--use1-az4--x-s3', { requestPayer: 'requester' }, 'no requestPayer'],
    ['media--use1-az4--x-s3', { contentEncoding: 'gzip' }, 'no contentEncoding'],
    ['media--use1-az4--x-s3', { storageClass: 'STANDARD' }, 'no storageClass "STANDARD"'],
    ['media--use1-az4--x-s3', { serverSideEncryption: 'aws:kms:dsse' }, '"aws:kms:dsse"'],
    [outpost, { grantRead: 'id="a"' }, 'Outposts has no grantRead'],
    [outpost, { storageClass: 'GLACIER' }, 'no storageClass "GLACIER"'],
    ['access-point-abc--op-s3', { acl: 'private' }, 'Outposts has no acl'],
  ])('%s refuses %j', (bucket, object, message) => {
    expect(() => choose(object, bucket)).toThrow(message);
  });

  test.each<[string, ObjectOptions]>([
    ['media--use1-az4--x-s3', { storageClass: 'EXPRESS_ONEZONE', serverSideEncryption: 'aws:kms' }],
    ['media--use1-az4--x-s3', { cacheControl: 'no-cache', metadata: { a: 'b' } }],
    [outpost, { storageClass: 'OUTPOSTS', tagging: { a: 'b' } }],
    ['media-x-s3', { acl: 'private' }],
  ])('%s takes %j', (bucket, object) => {
    expect(() => choose(object, bucket)).not.toThrow();
  });
});
