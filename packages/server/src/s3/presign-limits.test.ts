import { S3Client } from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { presignParts, presignPut } from './presign.ts';

const NOW = Date.UTC(2026, 0, 15);
const options = { urlLifetimeSeconds: 900, now: () => NOW };
const upload = { bucket: 'media', objectKey: 'a', uploadId: 'u' };

function clientWith(secondsLeft?: number) {
  return new S3Client({
    region: 'us-east-1',
    credentials: {
      accessKeyId: 'a',
      secretAccessKey: 'b',
      ...(secondsLeft !== undefined && { expiration: new Date(NOW + secondsLeft * 1_000) }),
    },
  });
}

function presign(client: S3Client, partNumber = 1) {
  return presignParts(client, upload, [{ partNumber, size: 5 }], 'none', options);
}

const query = (url: string | undefined, name: string) => new URL(url ?? '').searchParams.get(name);

describe('a URL lives', () => {
  test.each([
    [undefined, 900],
    [10_000, 900],
    [960, 900],
    [959, 899],
    [400, 340],
    [61, 1],
  ])('with credentials for %s more seconds, %i seconds', async (secondsLeft, expected) => {
    const [part] = await presign(clientWith(secondsLeft));
    expect(part?.expiresInSeconds).toBe(expected);
    expect(query(part?.url, 'X-Amz-Expires')).toBe(String(expected));
  });

  test.each([60, 1, -5])('not at all with credentials for %i more seconds', async (secondsLeft) => {
    await expect(presign(clientWith(secondsLeft))).rejects.toMatchObject({
      code: 'storage-unavailable',
    });
  });
});

test.each([0, -1, 1.5, 10_001, Number.NaN, Number.POSITIVE_INFINITY])(
  'presigning refuses part %d',
  async (partNumber) => {
    await expect(presign(clientWith(), partNumber)).rejects.toMatchObject({
      code: 'invalid-request',
    });
  },
);

test('the signature covers a part’s length, and the browser sets that header itself', async () => {
  const [part] = await presign(clientWith());
  expect(query(part?.url, 'X-Amz-SignedHeaders')).toBe('content-length;host');
  expect(part?.headers).toEqual({});
});

test('the signature covers the checksum header, which the browser must send', async () => {
  const parts = [{ partNumber: 1, size: 5, checksum: 'AAECAwQFBgc=' }];
  const [part] = await presignParts(clientWith(), upload, parts, 'crc64nvme', options);
  expect(query(part?.url, 'X-Amz-SignedHeaders')).toBe(
    'content-length;host;x-amz-checksum-crc64nvme',
  );
  expect(part?.headers).toEqual({ 'x-amz-checksum-crc64nvme': 'AAECAwQFBgc=' });
});

describe('a single PUT', () => {
  const put = {
    size: 5,
    contentType: 'text/plain',
    metadata: { 'slipway-nonce': 'n' },
    integrity: 'none',
    overwrite: false,
  } as const;

  test('signs its type and condition as headers, and its metadata in the query', async () => {
    const { url, headers } = await presignPut(clientWith(), upload, put, options);
    expect(query(url, 'X-Amz-SignedHeaders')).toBe(
      'content-length;content-type;host;if-none-match',
    );
    expect(query(url, 'x-amz-meta-slipway-nonce')).toBe('n');
    expect(headers).toEqual({ 'content-type': 'text/plain', 'if-none-match': '*' });
  });

  test('has no condition if objects may be replaced', async () => {
    const { headers } = await presignPut(
      clientWith(),
      upload,
      { ...put, overwrite: true },
      options,
    );
    expect(headers).toEqual({ 'content-type': 'text/plain' });
  });
});

test('presigning does not change the client', async () => {
  const client = clientWith();
  const before = { ...client.config };
  const middleware = client.middlewareStack.identify();
  await presign(client);
  expect(client.config).toEqual(before);
  expect(await client.config.requestChecksumCalculation()).toBe('WHEN_SUPPORTED');
  expect(client.middlewareStack.identify()).toEqual(middleware);
});
