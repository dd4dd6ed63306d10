import { describe, expect, test } from 'vitest';
import { bucketKind } from './bucket-kind.ts';
import { findBucketFault } from './find-bucket-fault.ts';
import { type ObjectOptions, STORAGE_CLASSES } from './object-options.ts';

const express = 'media--use1-az4--x-s3';
const BUCKETS = {
  'general-purpose': ['media', 'media-x-s3', 'media.example.com', 'my-arn'],
  directory: [express, 'ap-name--use1-az4--xa-s3'],
  'access-point': [
    'arn:aws:s3:eu-west-1:123456789012:accesspoint/ap',
    'arn:aws-cn:s3:cn-north-1:123456789012:accesspoint:ap',
    'ap-metadata0123456789-s3alias',
    'fsx-ap-abc123-ext-s3alias',
  ],
  'multi-region-access-point': ['arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap'],
  outposts: [
    'arn:aws:s3-outposts:us-west-2:123456789012:outpost/op-01/accesspoint/ap',
    'ap-o01000000000000000--op-s3',
  ],
} as const;
const entries = Object.entries(BUCKETS).flatMap(([kind, names]) =>
  names.map((name) => [name, kind] as const),
);
const [outpost] = BUCKETS.outposts;
const [accessPoint] = BUCKETS['access-point'];
const [multiRegion] = BUCKETS['multi-region-access-point'];

test.each(entries)('%s is known as %s', (name, kind) => {
  expect(bucketKind(name)).toBe(kind);
});

/** One value for each option, valid on its own. */
const EACH: Required<ObjectOptions> = {
  acl: 'private',
  grantFullControl: 'id="a"',
  grantRead: 'id="a"',
  grantReadAcp: 'id="a"',
  grantWriteAcp: 'id="a"',
  cacheControl: 'no-cache',
  contentDisposition: 'attachment',
  contentEncoding: 'gzip',
  contentLanguage: 'de',
  expires: new Date(0),
  metadata: { a: 'b' },
  serverSideEncryption: 'AES256',
  sseKmsKeyId: 'alias/a',
  sseKmsEncryptionContext: { 'aws:s3:arn': `arn:aws:s3express:us-east-1:1:bucket/${express}` },
  bucketKeyEnabled: true,
  sseCustomerKey: new Uint8Array(32),
  storageClass: undefined,
  websiteRedirectLocation: '/a',
  tagging: { a: 'b' },
  objectLockMode: 'GOVERNANCE',
  objectLockRetainUntilDate: new Date(0),
  objectLockLegalHoldStatus: 'ON',
  checksumType: 'FULL_OBJECT',
  ifMatch: '"a"',
  requestPayer: 'requester',
  expectedBucketOwner: '123456789012',
};
const refusedBy = (bucket: string) =>
  Object.entries(EACH).flatMap(([name, value]) =>
    findBucketFault(bucket, { [name]: value }) === undefined ? [] : [name],
  );
const acls = ['acl', 'grantFullControl', 'grantRead', 'grantReadAcp', 'grantWriteAcp'];

describe('unsupported options', () => {
  test.each(entries.filter(([, kind]) => kind === 'general-purpose' || kind === 'access-point'))(
    'for %s are none',
    (name) => expect(refusedBy(name)).toEqual([]),
  );

  test('for a directory bucket are the ones in its documentation', () => {
    expect(refusedBy(express)).toEqual([
      ...acls,
      'contentEncoding',
      'sseCustomerKey',
      'websiteRedirectLocation',
      'tagging',
      'objectLockMode',
      'objectLockRetainUntilDate',
      'objectLockLegalHoldStatus',
      'requestPayer',
    ]);
  });

  test.each(BUCKETS.outposts)('for %s are ACLs and grants', (name) => {
    expect(refusedBy(name)).toEqual(acls);
  });
});

function classesOf(bucket: string) {
  return STORAGE_CLASSES.filter((storageClass) => !findBucketFault(bucket, { storageClass }));
}

describe('storage classes', () => {
  test('depend on the kind of bucket', () => {
    expect(classesOf(express)).toEqual(['ONEZONE_IA', 'EXPRESS_ONEZONE']);
    expect(classesOf(outpost)).toEqual(['OUTPOSTS']);
    const others = new Set<string>(['OUTPOSTS', 'EXPRESS_ONEZONE']);
    expect(classesOf(accessPoint)).toEqual(STORAGE_CLASSES.filter((c) => !others.has(c)));
    for (const bucket of ['media', multiRegion]) {
      expect(classesOf(bucket)).toEqual(
        STORAGE_CLASSES.filter((c) => !others.has(c) && !c.startsWith('FSX_')),
      );
    }
  });

  test('are named in the message, with the kind of bucket', () => {
    expect(findBucketFault(express, { storageClass: 'GLACIER' })).toBe(
      'a directory bucket has no storageClass "GLACIER"',
    );
  });
});

test.each([
  ['media', ['AES256', 'aws:kms', 'aws:kms:dsse']],
  [multiRegion, ['AES256', 'aws:kms', 'aws:kms:dsse']],
  [express, ['AES256', 'aws:kms']],
  [outpost, ['AES256', 'aws:kms', 'aws:kms:dsse']],
  [accessPoint, ['AES256', 'aws:kms', 'aws:kms:dsse', 'aws:fsx']],
] as const)('%s encrypts with %j', (bucket, methods) => {
  const all = ['AES256', 'aws:kms', 'aws:kms:dsse', 'aws:fsx'] as const;
  expect(
    all.filter((serverSideEncryption) => !findBucketFault(bucket, { serverSideEncryption })),
  ).toEqual(methods);
});

describe('a directory bucket', () => {
  test('cannot turn off its bucket key', () => {
    expect(findBucketFault(express, { bucketKeyEnabled: false })).toContain(
      'always has bucketKeyEnabled',
    );
    expect(findBucketFault('media', { bucketKeyEnabled: false })).toBeUndefined();
  });

  test.each<Record<string, string>>([
    {},
    { team: 'a' },
    { 'aws:s3:arn': 'arn:aws:s3express:us-east-1:1:bucket/other--use1-az4--x-s3' },
    { ...EACH.sseKmsEncryptionContext, team: 'a' },
  ])('refuses the encryption context %j', (sseKmsEncryptionContext) => {
    expect(findBucketFault(express, { sseKmsEncryptionContext })).toContain('accepts only its ARN');
    expect(findBucketFault('media', { sseKmsEncryptionContext })).toBeUndefined();
  });
});
