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
  ['a grant without a grantee', { grantWriteAcp: 'everyone' }, 'id="..." or uri="..."'],
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
    { serverSideEncryption: 'AES256', sseKmsEncryptionContext: { a: 'b' } },
    'sseKmsEncryptionContext needs',
  ],
  [
    'a bucket key with two layers',
    { serverSideEncryption: 'aws:kms:dsse', bucketKeyEnabled: true },
    'bucketKeyEnabled',
  ],
  [
    'a customer’s key and another encryption',
    { sseCustomerKey: new Uint8Array(32), serverSideEncryption: 'AES256' },
    'sseCustomerKey and serverSideEncryption exclude each other',
  ],
  [
    'a customer’s key and a bucket key',
    { sseCustomerKey: new Uint8Array(32), bucketKeyEnabled: false },
    'sseCustomerKey and bucketKeyEnabled exclude each other',
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

describe('an option that S3 would refuse', () => {
  test.each(refused)('is refused at start-up: %s', (_name, object, message) => {
    expect(() => choose(object)).toThrow(TypeError);
    expect(() => choose(object)).toThrow(message);
  });

  test.each(refused)('fails the file if a function returns it: %s', async (_name, object, why) => {
    const { options } = choose(() => object);
    const error: unknown = await options(file, alice).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'storage-misconfigured', retryable: false });
    expect(error).toHaveProperty('cause', expect.any(TypeError));
    expect(UploadError.is(error) && String(error.cause)).toContain(why);
    // Browsers must not learn how the storage is set up.
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
    { sseCustomerKey: 'x'.repeat(32) },
    { sseCustomerKey: new Uint8Array(31) },
    { sseCustomerKey: new ArrayBuffer(32) },
    { checksumType: 'composite' },
    { sseCustomerAlgorithm: 'AES256' },
    [],
    'private',
    null,
  ])('is not an option: %j', (object) => {
    // @ts-expect-error JavaScript owners can pass anything.
    expect(() => choose(object)).toThrow('object: ');
  });
});

describe('options that S3 accepts are accepted', () => {
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
    { sseCustomerKey: new Uint8Array(32), storageClass: 'GLACIER_IR' },
    { serverSideEncryption: 'AES256', bucketKeyEnabled: false },
    { objectLockMode: 'COMPLIANCE', objectLockRetainUntilDate: LATER },
    { websiteRedirectLocation: '/other.html', requestPayer: 'requester' },
  ])('%j', async (object) => {
    expect(await choose(object).options(file, alice)).toEqual(object);
    expect(await choose(async () => object).options(file, alice)).toEqual(object);
  });
});

test('a function gets the file and the caller', async () => {
  const { options } = choose(({ type, size }, { subject }) => ({
    metadata: { type: type.replace('/', '-'), size: String(size), subject },
  }));
  expect(await options(file, alice)).toEqual({
    metadata: { type: 'video-mp4', size: '1', subject: 'alice' },
  });
});

test('the error of a function passes through', async () => {
  const refusal = new UploadError('forbidden', { message: 'Not this one.' });
  await expect(choose(() => Promise.reject(refusal)).options(file, alice)).rejects.toBe(refusal);
});

test('a constant lock fails uploads after its date', async () => {
  const lock = { objectLockMode: 'GOVERNANCE', objectLockRetainUntilDate: LATER } as const;
  const { clock, options } = choose(lock);
  expect(await options(file, alice)).toBe(lock);
  clock.nowMs = LATER.getTime();
  await expect(options(file, alice)).rejects.toMatchObject({ code: 'storage-misconfigured' });
});

describe('an integrity mode that the policy fixes', () => {
  const source = { bucket: 'media', object: {}, now: () => NOW };
  const hold = { objectLockLegalHoldStatus: 'ON' } as const;

  test('is refused at start-up if the bucket or the options rule it out', () => {
    const locked = { ...source, object: hold };
    expect(() => createObjectOptions({ ...locked, integrity: 'none' })).toThrow(
      /^policy\.integrity: object lock needs/,
    );
    expect(() => createObjectOptions({ ...locked, integrity: 'md5' })).not.toThrow();
    expect(() => createObjectOptions({ ...locked, integrity: undefined })).not.toThrow();
  });

  test('is refused for a kind of bucket, even if a function chooses the options', () => {
    const directory = { ...source, bucket: 'media--use1-az4--x-s3', object: () => hold };
    expect(() => createObjectOptions({ ...directory, integrity: 'md5' })).toThrow('no integrity');
    expect(() => createObjectOptions({ ...directory, integrity: 'none' })).not.toThrow();
  });
});
