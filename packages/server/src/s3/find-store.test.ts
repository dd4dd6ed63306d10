import { describe, expect, test } from 'vitest';
import { offlineClient } from '../../testing/offline-s3.ts';
import { createAwsGateway } from './aws-gateway.ts';
import { STORE_PROFILES, type StoreChoice } from './store-profile.ts';

const options = { urlLifetimeSeconds: 900, now: () => Date.now() };

function profileOf(endpoint: string | undefined, s3Store?: StoreChoice, bucket = 'media') {
  const { client, asked } = offlineClient(endpoint === undefined ? {} : { endpoint });
  const profile = createAwsGateway(client, { ...options, s3Store }).readProfile(bucket);
  return { profile, asked };
}

describe('the endpoint’s host tells which store the bucket is in', () => {
  test.each([
    [undefined, 'aws'],
    ['https://s3.cn-north-1.amazonaws.com.cn', 'aws'],
    ['https://abc.r2.cloudflarestorage.com', 'r2'],
    ['https://abc.eu.r2.cloudflarestorage.com', 'r2'],
    ['https://s3.us-west-004.backblazeb2.com', 'b2'],
    ['https://storage.googleapis.com', 'gcs'],
    ['https://s3.eu-central-1.wasabisys.com', 'wasabi'],
    ['https://fra1.digitaloceanspaces.com', 'spaces'],
    ['https://s3.oss-cn-hangzhou.aliyuncs.com', 'oss'],
    ['https://s3.example', 'other'],
    ['https://r2.cloudflarestorage.com.example', 'other'],
  ] as const)('%s is %s', async (endpoint, store) => {
    const { profile, asked } = profileOf(endpoint);
    expect(await profile).toBe(STORE_PROFILES[store]);
    expect(asked).toEqual([]);
  });
});

test('a directory bucket is in S3 Express, and reading its profile requests no session', async () => {
  const { profile, asked } = profileOf(undefined, 'auto', 'media--use1-az4--x-s3');
  expect(await profile).toBe(STORE_PROFILES['s3-express']);
  expect(asked).toEqual([]);
});

test('the owner’s choice wins over the host, and can differ from a known store', async () => {
  expect(await profileOf('https://s3.example', 'r2').profile).toBe(STORE_PROFILES.r2);
  const own = { like: 'minio', equalParts: true, label: 'ours' } as const;
  const { like: _, ...differences } = own;
  expect(await profileOf('https://s3.example', own).profile).toEqual({
    ...STORE_PROFILES.minio,
    ...differences,
  });
});

const put = {
  size: 1,
  contentType: 'text/plain',
  metadata: {},
  integrity: 'none',
  overwrite: false,
} as const;

test.each([
  ['aws', { 'if-none-match': '*' }],
  ['b2', {}],
] as const)('a PUT to %s has the conditions that the store knows', async (s3Store, headers) => {
  const gateway = createAwsGateway(offlineClient().client, { ...options, s3Store });
  const presigned = await gateway.presignPut({ bucket: 'media', objectKey: 'a' }, put);
  expect(presigned.headers).toEqual({ 'content-type': 'text/plain', ...headers });
});
