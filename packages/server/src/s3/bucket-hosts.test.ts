import type { S3ClientConfig } from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { offlineClient, SESSION_END } from '../../testing/offline-s3.ts';
import { presignParts, presignPut } from './presign.ts';
import { presignPost } from './presign-post.ts';
import { getStorageOrigin } from './storage-origin.ts';

const NOW = Date.UTC(2026, 0, 15, 10, 30, 12);
const options = { urlLifetimeSeconds: 900, now: () => NOW };
const objectKey = 'uploads/a b.bin';
const put = {
  size: 42,
  contentType: 'text/plain',
  metadata: { 'slipway-nonce': 'n' },
  integrity: 'crc64nvme',
  checksum: 'AAECAwQFBgc=',
  overwrite: false,
} as const;

interface Kind {
  readonly name: string;
  readonly bucket: string;
  readonly config: S3ClientConfig;
  readonly origin: string;
  /** What stands before the key in the path. */
  readonly path: string;
  /** Of the credential: region and service. */
  readonly scope: string;
  /** Where forms go; `undefined` where there are none. */
  readonly form: string | undefined;
}

const kinds: readonly Kind[] = [
  {
    name: 'a general purpose bucket',
    bucket: 'media',
    config: { region: 'eu-central-1' },
    origin: 'https://media.s3.eu-central-1.amazonaws.com',
    path: '/',
    scope: 'eu-central-1/s3',
    form: 'https://media.s3.eu-central-1.amazonaws.com/',
  },
  {
    name: 'a bucket in China',
    bucket: 'media',
    config: { region: 'cn-north-1' },
    origin: 'https://media.s3.cn-north-1.amazonaws.com.cn',
    path: '/',
    scope: 'cn-north-1/s3',
    form: 'https://media.s3.cn-north-1.amazonaws.com.cn/',
  },
  {
    name: 'a bucket with dots, which has no certificate of its own',
    bucket: 'media.example.com',
    config: { region: 'eu-central-1' },
    origin: 'https://s3.eu-central-1.amazonaws.com',
    path: '/media.example.com/',
    scope: 'eu-central-1/s3',
    form: 'https://s3.eu-central-1.amazonaws.com/media.example.com/',
  },
  {
    name: 'path-style S3',
    bucket: 'media',
    config: { forcePathStyle: true },
    origin: 'https://s3.us-east-1.amazonaws.com',
    path: '/media/',
    scope: 'us-east-1/s3',
    form: 'https://s3.us-east-1.amazonaws.com/media/',
  },
  {
    name: 'Transfer Acceleration',
    bucket: 'media',
    config: { useAccelerateEndpoint: true },
    origin: 'https://media.s3-accelerate.amazonaws.com',
    path: '/',
    scope: 'us-east-1/s3',
    form: 'https://media.s3-accelerate.amazonaws.com/',
  },
  {
    name: 'dual-stack',
    bucket: 'media',
    config: { useDualstackEndpoint: true, region: 'eu-west-1' },
    origin: 'https://media.s3.dualstack.eu-west-1.amazonaws.com',
    path: '/',
    scope: 'eu-west-1/s3',
    form: 'https://media.s3.dualstack.eu-west-1.amazonaws.com/',
  },
  {
    name: 'Transfer Acceleration over dual-stack',
    bucket: 'media',
    config: { useAccelerateEndpoint: true, useDualstackEndpoint: true },
    origin: 'https://media.s3-accelerate.dualstack.amazonaws.com',
    path: '/',
    scope: 'us-east-1/s3',
    form: 'https://media.s3-accelerate.dualstack.amazonaws.com/',
  },
  {
    name: 'FIPS',
    bucket: 'media',
    config: { useFipsEndpoint: true, region: 'us-gov-west-1' },
    origin: 'https://media.s3-fips.us-gov-west-1.amazonaws.com',
    path: '/',
    scope: 'us-gov-west-1/s3',
    form: 'https://media.s3-fips.us-gov-west-1.amazonaws.com/',
  },
  {
    name: 'a directory bucket',
    bucket: 'media--use1-az4--x-s3',
    config: {},
    origin: 'https://media--use1-az4--x-s3.s3express-use1-az4.us-east-1.amazonaws.com',
    path: '/',
    scope: 'us-east-1/s3express',
    form: undefined,
  },
  {
    name: 'an access point by its ARN, in another region than the client',
    bucket: 'arn:aws:s3:eu-west-1:123456789012:accesspoint/ap',
    config: { useArnRegion: true },
    origin: 'https://ap-123456789012.s3-accesspoint.eu-west-1.amazonaws.com',
    path: '/',
    scope: 'eu-west-1/s3',
    form: undefined,
  },
  {
    name: 'an access point by its alias',
    bucket: 'ap-hrzrlukc5m36ft7okagglf3gmwluquse1b-s3alias',
    config: {},
    origin: 'https://ap-hrzrlukc5m36ft7okagglf3gmwluquse1b-s3alias.s3.us-east-1.amazonaws.com',
    path: '/',
    scope: 'us-east-1/s3',
    form: undefined,
  },
  {
    name: 'Outposts by ARN',
    bucket:
      'arn:aws:s3-outposts:us-west-2:123456789012:outpost/op-01234567890123456/accesspoint/ap',
    config: { region: 'us-west-2' },
    origin: 'https://ap-123456789012.op-01234567890123456.s3-outposts.us-west-2.amazonaws.com',
    path: '/',
    scope: 'us-west-2/s3-outposts',
    form: undefined,
  },
  {
    name: 'Outposts by alias',
    bucket: 'test-accessp-o0b1d075431d83bebde8xz5w8ijx1qzlbp3i3kuse10--op-s3',
    config: {},
    origin:
      'https://test-accessp-o0b1d075431d83bebde8xz5w8ijx1qzlbp3i3kuse10--op-s3.op-0b1d075431d83bebd.s3-outposts.us-east-1.amazonaws.com',
    path: '/',
    scope: 'us-east-1/s3-outposts',
    form: undefined,
  },
  {
    name: 'another store with a port, by path',
    bucket: 'media',
    config: { endpoint: 'http://127.0.0.1:9000', forcePathStyle: true },
    origin: 'http://127.0.0.1:9000',
    path: '/media/',
    scope: 'us-east-1/s3',
    form: 'http://127.0.0.1:9000/media/',
  },
  {
    name: 'another store by virtual host',
    bucket: 'media',
    config: { endpoint: 'https://store.example:8443', region: 'auto' },
    origin: 'https://media.store.example:8443',
    path: '/',
    scope: 'auto/s3',
    form: 'https://media.store.example:8443/',
  },
];

function read(url: string) {
  const { origin, pathname, searchParams } = new URL(url);
  return { origin, pathname, query: Object.fromEntries(searchParams) };
}

describe.each(kinds)('$name', ({ bucket, config, origin, path, scope, form }) => {
  const isDirectory = scope.endsWith('s3express');
  const key = 'uploads/a%20b.bin';
  const accessKeyId = isDirectory ? 'ASIASESSION' : 'AKIAIOSFODNN7EXAMPLE';
  // A session has a minute less than its five; nothing else is signed with here that ends.
  const lifetime = isDirectory ? (SESSION_END.getTime() - NOW) / 1_000 - 60 : 900;
  const common = {
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Content-Sha256': 'UNSIGNED-PAYLOAD',
    'X-Amz-Credential': `${accessKeyId}/20260115/${scope}/aws4_request`,
    'X-Amz-Date': '20260115T103012Z',
    'X-Amz-Expires': String(lifetime),
    'X-Amz-Signature': expect.stringMatching(/^[0-9a-f]{64}$/),
    ...(isDirectory && { 'X-Amz-S3session-Token': 'session/token+=' }),
  };
  test('presigns a part for its host, path, query and headers', async () => {
    const { client } = offlineClient(config);
    const upload = { bucket, objectKey, uploadId: 'mpu+/=' };
    const parts = [{ partNumber: 7, size: 42, checksum: 'AAECAwQFBgc=' }];
    const [part] = await presignParts(client, upload, parts, 'crc64nvme', options);
    expect(read(part?.url ?? '')).toEqual({
      origin,
      pathname: `${path}${key}`,
      query: {
        ...common,
        partNumber: '7',
        uploadId: 'mpu+/=',
        'x-id': 'UploadPart',
        'X-Amz-SignedHeaders': 'content-length;host;x-amz-checksum-crc64nvme',
      },
    });
    expect(part).toMatchObject({
      headers: { 'x-amz-checksum-crc64nvme': 'AAECAwQFBgc=' },
      expiresInSeconds: lifetime,
    });
  });

  test('presigns a single PUT for its host, path, query and headers', async () => {
    const { client } = offlineClient(config);
    const presigned = await presignPut(client, { bucket, objectKey }, put, options);
    expect(read(presigned.url)).toEqual({
      origin,
      pathname: `${path}${key}`,
      query: {
        ...common,
        'x-amz-meta-slipway-nonce': 'n',
        'x-id': 'PutObject',
        'X-Amz-SignedHeaders':
          'content-length;content-type;host;if-none-match;x-amz-checksum-crc64nvme',
      },
    });
    expect(presigned.headers).toEqual({
      'content-type': 'text/plain',
      'if-none-match': '*',
      'x-amz-checksum-crc64nvme': 'AAECAwQFBgc=',
    });
  });

  test(form === undefined ? 'presigns no form' : 'presigns a form for its address', async () => {
    const { client } = offlineClient(config);
    const object = { bucket, objectKey };
    const presigned = await presignPost(client, object, put, { ...options, smallFiles: 'post' });
    if (form === undefined) return expect(presigned).toBeUndefined();
    expect(presigned).toEqual({
      partNumber: 1,
      url: form,
      headers: {},
      fields: {
        key: objectKey,
        'Content-Type': 'text/plain',
        'x-amz-meta-slipway-nonce': 'n',
        'x-amz-checksum-algorithm': 'CRC64NVME',
        'x-amz-checksum-crc64nvme': 'AAECAwQFBgc=',
        'x-amz-algorithm': 'AWS4-HMAC-SHA256',
        'x-amz-credential': `AKIAIOSFODNN7EXAMPLE/20260115/${scope}/aws4_request`,
        'x-amz-date': '20260115T103012Z',
        policy: expect.any(String),
        'x-amz-signature': expect.stringMatching(/^[0-9a-f]{64}$/),
      },
      expiresInSeconds: 900,
    });
    const policy = JSON.parse(Buffer.from(presigned?.fields?.policy ?? '', 'base64').toString());
    expect(policy).toEqual({
      expiration: '2026-01-15T10:45:12.000Z',
      conditions: [
        { bucket },
        ['content-length-range', 42, 42],
        ['eq', '$key', objectKey],
        ['eq', '$Content-Type', 'text/plain'],
        ['eq', '$x-amz-meta-slipway-nonce', 'n'],
        ['eq', '$x-amz-checksum-algorithm', 'CRC64NVME'],
        ['eq', '$x-amz-checksum-crc64nvme', 'AAECAwQFBgc='],
        ['eq', '$x-amz-algorithm', 'AWS4-HMAC-SHA256'],
        ['eq', '$x-amz-credential', `AKIAIOSFODNN7EXAMPLE/20260115/${scope}/aws4_request`],
        ['eq', '$x-amz-date', '20260115T103012Z'],
      ],
    });
  });

  test('is the origin that a page’s Content-Security-Policy has to allow', async () => {
    const { client } = offlineClient(config);
    expect(await getStorageOrigin(client, bucket)).toBe(origin);
  });
});

function formOf(config: S3ClientConfig) {
  return presignPost(offlineClient(config).client, { bucket: 'media', objectKey }, put, options);
}

test('forms go by themselves to S3 only', async () => {
  expect(await formOf({})).toBeDefined();
  expect(await formOf({ useAccelerateEndpoint: true })).toBeDefined();
  expect(await formOf({ region: 'cn-north-1' })).toBeDefined();
  expect(await formOf({ endpoint: 'https://a.r2.cloudflarestorage.com' })).toBeUndefined();
  expect(await formOf({ endpoint: 'https://amazonaws.com.example' })).toBeUndefined();
});

test('a form carries the session token of temporary credentials, and ends before they do', async () => {
  const expiration = new Date(NOW + 160_000);
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b', sessionToken: 't+/=', expiration };
  const { client } = offlineClient({ credentials });
  const form = await presignPost(client, { bucket: 'media', objectKey }, put, options);
  expect(form).toMatchObject({
    expiresInSeconds: 100,
    fields: { 'x-amz-security-token': 't+/=' },
  });
  const policy = Buffer.from(form?.fields?.policy ?? '', 'base64').toString();
  expect(policy).toContain('["eq","$x-amz-security-token","t+/="]');
});

test('a session is asked of the regional endpoint’s bucket', async () => {
  const { client, asked } = offlineClient();
  await presignPut(client, { bucket: 'media--use1-az4--x-s3', objectKey }, put, options);
  expect(asked).toEqual([
    'media--use1-az4--x-s3.s3express-use1-az4.us-east-1.amazonaws.com/?session',
  ]);
});
