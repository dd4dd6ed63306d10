import { S3Client } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { type AdapterOptions, createAdapterService } from './adapter-options.ts';

const create = (options: Partial<AdapterOptions<unknown>>) =>
  createAdapterService({
    s3: new S3Client({ region: 'eu-west-1' }),
    bucket: 'media',
    authorize: () => ({ subject: 'alice' }),
    tokenKeys: [{ id: 'k1', secret: new Uint8Array(32).fill(7) }],
    ...options,
  });

test.each([
  'media--use1-az4--x-s3',
  'media--use1-az4--xa-s3',
  'arn:aws:s3:eu-west-1:123456789012:accesspoint/ap',
  'ap-metadata123-s3alias',
  'arn:aws:s3-outposts:eu-west-1:123456789012:outpost/op-1/accesspoint/ap',
])('smallFiles "post" is refused at start-up for %s, which has no forms', (bucket) => {
  expect(() => create({ bucket, smallFiles: 'post' })).toThrow(
    /^smallFiles: an? .* accepts no forms/,
  );
  expect(() => create({ bucket, smallFiles: 'put' })).not.toThrow();
  expect(() => create({ bucket })).not.toThrow();
});

test('an unknown smallFiles method is refused at start-up', () => {
  const smallFiles = 'patch' as unknown as 'put';
  expect(() => create({ smallFiles })).toThrow('"post" or "put"');
});

test.each([
  ['storageTimeoutSeconds', 0],
  ['storageTimeoutSeconds', 3_601],
  ['completeTimeoutSeconds', 0.5],
  ['completeTimeoutSeconds', Number.NaN],
])('%s of %d is refused at start-up', (name, seconds) => {
  expect(() => create({ [name]: seconds })).toThrow(
    `${name} must be a whole number of seconds from 1 to 3600`,
  );
});

test.each(['authorize', 'authorizeAdmin'])('%s must be a function', (name) => {
  expect(() => create({ [name]: 'root' })).toThrow(name);
});
