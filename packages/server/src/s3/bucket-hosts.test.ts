import type { S3ClientConfig } from '@aws-sdk/client-s3';
import { INTEGRITY_MODES } from '@slipway/protocol';
import { describe, expect, test } from 'vitest';
import { BUCKET_ADDRESSES } from '../../testing/bucket-addresses.ts';
import { offlineClient, SESSION_END } from '../../testing/offline-s3.ts';
import { createAwsGateway, type GatewayOptions } from './aws-gateway.ts';
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
const sha256 = 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=';
const toPost = { ...put, integrity: 'sha256', checksum: sha256 } as const;

function read(url: string) {
  const { origin, pathname, searchParams } = new URL(url);
  return { origin, pathname, query: Object.fromEntries(searchParams) };
}

describe.each(BUCKET_ADDRESSES)('$name', ({ bucket, config, origin, path, scope, form }) => {
  const isDirectory = scope.endsWith('s3express');
  const key = 'uploads/a%20b.bin';
  const accessKeyId = isDirectory ? 'ASIASESSION' : 'AKIAIOSFODNN7EXAMPLE';
  // A URL expires a minute before its session. No other credentials in this test expire.
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
    const presigned = await presignPost(client, object, toPost, options);
    if (form === undefined) return expect(presigned).toBeUndefined();
    expect(presigned).toEqual({
      partNumber: 1,
      url: form,
      headers: {},
      fields: {
        key: objectKey,
        'Content-Type': 'text/plain',
        'x-amz-meta-slipway-nonce': 'n',
        'x-amz-checksum-algorithm': 'SHA256',
        'x-amz-checksum-sha256': sha256,
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
        ['eq', '$x-amz-checksum-algorithm', 'SHA256'],
        ['eq', '$x-amz-checksum-sha256', sha256],
        ['eq', '$x-amz-algorithm', 'AWS4-HMAC-SHA256'],
        ['eq', '$x-amz-credential', `AKIAIOSFODNN7EXAMPLE/20260115/${scope}/aws4_request`],
        ['eq', '$x-amz-date', '20260115T103012Z'],
      ],
    });
  });

  test('has the origin that a page’s Content-Security-Policy must allow', async () => {
    const { client } = offlineClient(config);
    expect(await getStorageOrigin(client, bucket)).toBe(origin);
  });
});

function formOf(config: S3ClientConfig, more: Partial<GatewayOptions> = {}) {
  const gateway = createAwsGateway(offlineClient(config).client, { ...options, ...more });
  return gateway.presignPost({ bucket: 'media', objectKey }, toPost);
}

test('no form is signed with a checksum that can be forged, or without one', async () => {
  const { client } = offlineClient({});
  const address = { bucket: 'media', objectKey };
  for (const integrity of INTEGRITY_MODES.filter((mode) => mode !== 'sha256')) {
    for (const overwrite of [true, false]) {
      const other = { ...toPost, integrity, overwrite };
      const form = await presignPost(client, address, other, options);
      expect(form, integrity).toBeUndefined();
    }
  }
  const without = { ...toPost, checksum: undefined };
  expect(await presignPost(client, address, without, options)).toBeUndefined();
});

test('only S3 gets forms by default', async () => {
  expect(await formOf({})).toBeDefined();
  expect(await formOf({ useAccelerateEndpoint: true })).toBeDefined();
  expect(await formOf({ region: 'cn-north-1' })).toBeDefined();
  expect(await formOf({ endpoint: 'https://a.r2.cloudflarestorage.com' })).toBeUndefined();
  expect(await formOf({ endpoint: 'https://amazonaws.com.example' })).toBeUndefined();
  expect(await formOf({}, { s3Store: 'ceph' })).toBeUndefined();
  expect(await formOf({}, { smallFiles: 'put' })).toBeUndefined();
  const other = { endpoint: 'https://s3.example' };
  expect(await formOf(other, { s3Store: { like: 'ceph', forms: true } })).toBeDefined();
});

test('a form carries the session token of temporary credentials, and expires before they do', async () => {
  const expiration = new Date(NOW + 160_000);
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b', sessionToken: 't+/=', expiration };
  const { client } = offlineClient({ credentials });
  const form = await presignPost(client, { bucket: 'media', objectKey }, toPost, options);
  expect(form).toMatchObject({
    expiresInSeconds: 100,
    fields: { 'x-amz-security-token': 't+/=' },
  });
  const policy = Buffer.from(form?.fields?.policy ?? '', 'base64').toString();
  expect(policy).toContain('["eq","$x-amz-security-token","t+/="]');
});

test('the client requests a session from the bucket’s regional endpoint', async () => {
  const { client, asked } = offlineClient();
  await presignPut(client, { bucket: 'media--use1-az4--x-s3', objectKey }, put, options);
  expect(asked).toEqual([
    'media--use1-az4--x-s3.s3express-use1-az4.us-east-1.amazonaws.com/?session',
  ]);
});
