import { S3Client } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { presignSpread } from './presign-spread.ts';

const clientOf = (endpoint: string) =>
  new S3Client({
    region: 'us-east-1',
    endpoint,
    forcePathStyle: true,
    credentials: { accessKeyId: 'TESTKEY', secretAccessKey: 'test-secret' },
  });
const clients = ['https://a.example', 'https://b.example', 'https://c.example'].map(clientOf);
const upload = { bucket: 'media', objectKey: 'a.bin', uploadId: 'u' };
const options = { urlLifetimeSeconds: 900, now: () => Date.now() };

const presign = async (partNumbers: readonly number[], count: number) => {
  const parts = partNumbers.map((partNumber) => ({ partNumber, size: partNumber }));
  const presigned = await presignSpread(clients.slice(0, count), upload, parts, 'none', options);
  return presigned.map(({ partNumber, url, otherHost }) => {
    const { hostname, searchParams } = new URL(url);
    expect(searchParams.get('partNumber')).toBe(String(partNumber));
    return [partNumber, hostname, otherHost ?? false];
  });
};

test('parts rotate over the addresses, and a retried part keeps its address', async () => {
  expect(await presign([1, 2, 3, 4], 3)).toEqual([
    [1, 'a.example', false],
    [2, 'b.example', true],
    [3, 'c.example', true],
    [4, 'a.example', false],
  ]);
  expect(await presign([2], 3)).toEqual([[2, 'b.example', true]]);
});

test('presigned parts keep the order of the request', async () => {
  expect(await presign([6, 1, 5, 1, 2], 3)).toEqual([
    [6, 'c.example', true],
    [1, 'a.example', false],
    [5, 'b.example', true],
    [1, 'a.example', false],
    [2, 'b.example', true],
  ]);
});

test('a single address gets all parts', async () => {
  expect(await presign([2, 1], 1)).toEqual([
    [2, 'a.example', false],
    [1, 'a.example', false],
  ]);
});
