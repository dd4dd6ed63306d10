import { type CORSRule, CreateBucketCommand, PutBucketCorsCommand } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  DOCTOR_BUCKET,
  type DoctorStack,
  ORIGIN,
  startDoctorStack,
} from '../../testing/doctor-stack.ts';
import type { ObjectOptions } from '../object/object-options.ts';
import { sampleOptions } from './sample-options.ts';

let stack: DoctorStack;
beforeEach(async () => {
  stack = await startDoctorStack();
});
afterEach(() => stack.close());

const LOCK: ObjectOptions = {
  objectLockMode: 'COMPLIANCE',
  objectLockRetainUntilDate: new Date(Date.now() + 3_600_000),
};

/** The store refuses create requests with this field, as if a right or a setting of the bucket were missing. */
function refusing(field: string, name: string, status: number) {
  const as = stack.open();
  as.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const input: Readonly<Record<string, unknown>> = { ...args.input };
        if (commandName !== 'CreateMultipartUploadCommand' || input[field] === undefined) {
          return next(args);
        }
        throw Object.assign(new Error('no'), { name, $metadata: { httpStatusCode: status } });
      },
    { step: 'initialize' },
  );
  return as;
}

test('options that the store accepts are one finding, and nothing stays, not even a lock', async () => {
  await stack.client.send(
    new CreateBucketCommand({ Bucket: 'locked', ObjectLockEnabledForBucket: true }),
  );
  const object: ObjectOptions = { ...LOCK, storageClass: 'DEEP_ARCHIVE', tagging: { a: 'b' } };
  const { find, statuses } = await stack.run({ bucket: { bucket: 'locked' }, object });
  expect(find('object-options')).toEqual({
    id: 'object-options',
    status: 'ok',
    summary:
      'The store accepts the options of objects: tagging, objectLockMode, objectLockRetainUntilDate, storageClass.',
  });
  expect(statuses).toMatchObject({ 'test-upload': 'ok', 'clean-up': 'ok' });
});

test('without options there is no finding about them', async () => {
  const { findings } = await stack.run();
  expect(findings.filter(({ id }) => id.startsWith('o'))).toEqual([]);
});

test('a lock in a bucket without object lock names the variables to change', async () => {
  const { find, statuses } = await stack.run({ object: { ...LOCK, cacheControl: 'no-store' } });
  expect(find('option-objectLockMode')).toMatchObject({
    status: 'problem',
    summary: 'The store refuses objectLockMode with objectLockRetainUntilDate: 400 InvalidRequest.',
    remedy: {
      text: 'Change S3_OBJECT_LOCK_MODE (object.objectLockMode) and S3_OBJECT_LOCK_RETAIN_UNTIL_DATE (object.objectLockRetainUntilDate).',
    },
  });
  expect(find('option-cacheControl')).toBeUndefined();
  expect(statuses['test-upload']).toBe('ok');
  expect(await stack.contents()).toEqual([]);
});

test('a missing right for tags is named, and no other right counts as missing', async () => {
  const as = refusing('Tagging', 'AccessDenied', 403);
  const { find, statuses } = await stack.run({ as, object: { tagging: { a: 'b' } } });
  expect(find('option-tagging')).toMatchObject({
    status: 'problem',
    summary: 'The store refuses tagging: 403 AccessDenied.',
    remedy: {
      text: 'Allow s3:PutObjectTagging for the backend’s role or user, or change S3_TAGGING (object.tagging).',
      json: { Effect: 'Allow', Action: 's3:PutObjectTagging' },
    },
  });
  expect(statuses['permission-PutObject']).toBe('ok');
  expect(statuses['test-upload']).toBe('ok');
});

test('a storage class that the store lacks is named', async () => {
  const as = refusing('StorageClass', 'InvalidStorageClass', 400);
  const { find } = await stack.run({ as, object: { storageClass: 'GLACIER_IR' } });
  expect(find('option-storageClass')).toMatchObject({
    summary: 'The store refuses storageClass: 400 InvalidStorageClass.',
    remedy: { text: 'Change S3_STORAGE_CLASS (object.storageClass).' },
  });
});

test('a bucket of another account than the expected one is named', async () => {
  const bucket = { bucket: 'media', expectedBucketOwner: '111122223333' };
  const own = await startDoctorStack({ buckets: ['media'] });
  try {
    const { findings } = await own.run({ bucket });
    expect(findings).toMatchObject([
      {
        id: 'bucket',
        status: 'problem',
        summary: 'The bucket media does not belong to the account 111122223333.',
        remedy: { text: expect.stringContaining('S3_EXPECTED_BUCKET_OWNER') },
      },
    ]);
  } finally {
    await own.close();
  }
});

test.each([
  ['a storage class', { storageClass: 'STANDARD_IA' }],
  ['a lock', LOCK],
] as const)('the CORS rule must allow the headers of %s', async (_name, object) => {
  const rule: CORSRule = {
    AllowedOrigins: [ORIGIN],
    AllowedMethods: ['PUT', 'POST'],
    AllowedHeaders: ['content-type', 'cache-control', 'if-none-match', 'x-amz-checksum-*'],
    ExposeHeaders: ['ETag', 'x-amz-checksum-crc64nvme', 'x-amz-checksum-sha256'],
  };
  const cors = { Bucket: DOCTOR_BUCKET, CORSConfiguration: { CORSRules: [rule] } };
  await stack.client.send(new PutBucketCorsCommand(cors));
  expect((await stack.run()).statuses['cors-preflight']).toBe('ok');
  expect((await stack.run({ object })).statuses['cors-preflight']).toBe('problem');
  const fixed = await stack.run({ object }, ['cors']);
  expect(fixed.statuses['cors-preflight']).toBe('ok');
});

test('a function of the owner gets a sample file, and one that fails counts as no options', async () => {
  expect(await sampleOptions((file) => ({ cacheControl: `max-age=${file.size}` }))).toEqual({
    cacheControl: 'max-age=9',
  });
  expect(await sampleOptions(unknownCaller)).toBeUndefined();
});

function unknownCaller(): never {
  throw new Error('Who is slipway-doctor?');
}
