import { PutObjectCommand, S3Client, UploadPartCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { CHECKSUMS, type Integrity } from '@slipway/protocol';
import { describe, expect, test } from 'vitest';
import { checksumInput } from './checksum-fields.ts';
import { presignParts, presignPut } from './presign.ts';

const NOW = Date.UTC(2026, 0, 15, 10, 30, 12);
const options = { urlLifetimeSeconds: 900, now: () => NOW };

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG' };
const clients = {
  'virtual-hosted AWS': { region: 'eu-central-1', credentials },
  'path-style endpoint with a port': {
    region: 'us-east-1',
    endpoint: 'http://127.0.0.1:9000',
    forcePathStyle: true,
    credentials,
  },
  'session token': { region: 'us-east-1', credentials: { ...credentials, sessionToken: 'a+b/c=' } },
  'acceleration and dual-stack': {
    region: 'us-east-1',
    useAccelerateEndpoint: true,
    useDualstackEndpoint: true,
    credentials,
  },
};
const keys = [
  'uploads/plain.bin',
  'with space and +plus/100 %/üñïçødé 😀.txt',
  "it's (really) *odd*! ~#?&=.bin",
];
const checksums: [Integrity, string | undefined][] = [
  ['none', undefined],
  ['crc64nvme', 'AAECAwQFBgc='],
  ['sha256', 'n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg='],
  ['md5', 'CY9rzUYh03PK3k6DJie09g=='],
];

describe.each(Object.entries(clients))('%s', (_name, config) => {
  // One client has the SDK's defaults. The other is configured as getSignedUrl needs it.
  const client = new S3Client(config);
  const reference = new S3Client({ ...config, requestChecksumCalculation: 'WHEN_REQUIRED' });

  describe.each(keys)('%s', (objectKey) => {
    test.each(checksums)(
      'a presigned part with integrity %s has the same URL as getSignedUrl',
      async (integrity, checksum) => {
        const upload = { bucket: 'media', objectKey, uploadId: 'mpu+/= 1' };
        const [first, last] = await presignParts(
          client,
          upload,
          [
            { partNumber: 1, size: 5_242_880, checksum },
            { partNumber: 10_000, size: 17, checksum },
          ],
          integrity,
          options,
        );
        const expected = (partNumber: number, size: number) =>
          getSignedUrl(
            reference,
            new UploadPartCommand({
              Bucket: 'media',
              Key: objectKey,
              UploadId: 'mpu+/= 1',
              PartNumber: partNumber,
              ContentLength: size,
              ...checksumInput(integrity, checksum),
            }),
            signing(integrity),
          );
        expect(first?.url).toBe(await expected(1, 5_242_880));
        expect(last?.url).toBe(await expected(10_000, 17));
      },
    );

    test.each(checksums)(
      'a presigned single PUT with integrity %s has the same URL as getSignedUrl',
      async (integrity, checksum) => {
        const put = {
          size: 42,
          contentType: 'text/plain',
          contentDisposition: 'attachment',
          metadata: { 'slipway-nonce': 'n0nce', title: 'a b+c' },
          integrity,
          checksum,
          overwrite: false,
        };
        const presigned = await presignPut(client, { bucket: 'media', objectKey }, put, options);
        const command = new PutObjectCommand({
          Bucket: 'media',
          Key: objectKey,
          ContentLength: 42,
          ContentType: 'text/plain',
          ContentDisposition: 'attachment',
          Metadata: put.metadata,
          IfNoneMatch: '*',
          ...checksumInput(integrity, checksum),
        });
        expect(presigned.url).toBe(
          await getSignedUrl(reference, command, signing(integrity, 'content-type')),
        );
      },
    );
  });
});

test('the owner’s object options stay in headers, with the URL that getSignedUrl signs for unhoistable headers', async () => {
  const client = new S3Client(clients['virtual-hosted AWS']);
  const address = { bucket: 'media', objectKey: 'a', expectedBucketOwner: '123456789012' };
  const put = {
    size: 42,
    contentType: 'text/plain',
    metadata: { 'slipway-nonce': 'n0nce' },
    integrity: 'none',
    overwrite: true,
    acl: 'public-read',
    cacheControl: 'max-age=60',
    tagging: { 'a b': 'c+d' },
    serverSideEncryption: 'aws:kms',
    sseKmsEncryptionContext: { team: 'é' },
  } as const;
  const presigned = await presignPut(client, address, put, options);
  const headers = {
    'cache-control': 'max-age=60',
    'content-type': 'text/plain',
    'x-amz-acl': 'public-read',
    'x-amz-expected-bucket-owner': '123456789012',
    'x-amz-server-side-encryption': 'aws:kms',
    'x-amz-server-side-encryption-context': Buffer.from('{"team":"é"}').toString('base64'),
    'x-amz-tagging': 'a%20b=c%2Bd',
  };
  expect(presigned.headers).toEqual(headers);
  const command = new PutObjectCommand({
    Bucket: 'media',
    Key: 'a',
    ExpectedBucketOwner: '123456789012',
    ContentLength: 42,
    ContentType: 'text/plain',
    Metadata: put.metadata,
    ACL: 'public-read',
    CacheControl: 'max-age=60',
    Tagging: 'a%20b=c%2Bd',
    ServerSideEncryption: 'aws:kms',
    SSEKMSEncryptionContext: headers['x-amz-server-side-encryption-context'],
  });
  const reference = new S3Client({
    ...clients['virtual-hosted AWS'],
    requestChecksumCalculation: 'WHEN_REQUIRED',
  });
  const expected = await getSignedUrl(reference, command, {
    ...signing('none', 'content-type', 'cache-control'),
    unhoistableHeaders: new Set(Object.keys(headers)),
  });
  expect(presigned.url).toBe(expected);
});

function signing(integrity: Integrity, ...signableHeaders: string[]) {
  return {
    expiresIn: 900,
    signingDate: new Date(NOW),
    ...(signableHeaders.length > 0 && { signableHeaders: new Set(signableHeaders) }),
    unhoistableHeaders: new Set(integrity === 'none' ? [] : [CHECKSUMS[integrity].header]),
  };
}
