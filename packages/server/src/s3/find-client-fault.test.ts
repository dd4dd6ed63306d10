import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { createAdapterService } from '../adapter/adapter-options.ts';
import { createSweeper } from '../sweeper/sweeper.ts';

const create = (bucket: string, config: S3ClientConfig) =>
  createAdapterService({
    s3: new S3Client({ region: 'eu-west-1', ...config }),
    bucket,
    authorize: () => ({ subject: 'alice' }),
    tokenKeys: [{ id: 'k1', secret: new Uint8Array(32).fill(7) }],
  });

const accessPoint = 'arn:aws:s3:eu-west-1:123456789012:accesspoint/ap';
const outposts = 'arn:aws:s3-outposts:eu-west-1:123456789012:outpost/op-1/accesspoint/ap';
const directory = 'media--use1-az4--x-s3';

test.each<[string, S3ClientConfig, string]>([
  ['arn:aws:s3::123456789012:accesspoint/m.mrap', {}, 'a Multi-Region Access Point needs SigV4A'],
  [accessPoint, { useAccelerateEndpoint: true }, 'Acceleration does not support an access point'],
  [outposts, { useAccelerateEndpoint: true }, 'Acceleration does not support a bucket on Outposts'],
  [directory, { useAccelerateEndpoint: true }, 'Acceleration does not support a directory bucket'],
  ['media.example', { useAccelerateEndpoint: true }, 'without dots'],
  ['media', { useAccelerateEndpoint: true, forcePathStyle: true }, 'exclude each other'],
  [accessPoint, { forcePathStyle: true }, 'forcePathStyle does not support an access point'],
  [outposts, { forcePathStyle: true }, 'forcePathStyle does not support a bucket on Outposts'],
])('the service refuses %s with %j at start-up', (bucket, config, why) => {
  expect(() => create(bucket, config)).toThrow(TypeError);
  expect(() => create(bucket, config)).toThrow(why);
});

test.each<[string, S3ClientConfig]>([
  ['media', { useAccelerateEndpoint: true, useDualstackEndpoint: true }],
  ['media.example', { forcePathStyle: true }],
  [directory, { forcePathStyle: true, endpoint: 'http://127.0.0.1:9000' }],
  [directory, {}],
  [accessPoint, { useDualstackEndpoint: true }],
  [outposts, {}],
])('the service accepts %s with %j', (bucket, config) => {
  expect(() => create(bucket, config)).not.toThrow();
});

test('a client of a copy of the SDK that is too old for ours is refused at start-up', () => {
  const s3 = new S3Client({ region: 'eu-west-1' });
  // As in older SDKs, whose commands bring the serializers.
  const old = {
    middlewareStack: s3.middlewareStack,
    config: { ...s3.config, protocol: undefined },
  };
  const options = { bucket: 'media', authorize: () => ({ subject: 'alice' }), tokenKeys: [] };
  const why = 'Install one version of @aws-sdk/client-s3';
  expect(() => createAdapterService({ ...options, s3: old })).toThrow(why);
  expect(() => createAdapterService({ ...options, s3, endpoints: [old] })).toThrow(why);
  expect(() => createSweeper({ s3: old, bucket: 'media' })).toThrow(why);
});
