import { S3Client, UploadPartCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { expect, test } from 'vitest';
import { presignParts } from './presign.ts';
import { createSiblingSigner } from './sign-siblings.ts';

const SECRET = 'wJalrXUtnFEMI/K7MDENG';
const NOW = Date.UTC(2026, 0, 15, 10, 30, 12);
const first = {
  method: 'PUT',
  protocol: 'https:',
  hostname: 'media.s3.amazonaws.com',
  path: '/film.bin',
  headers: { host: 'media.s3.amazonaws.com', 'content-length': '5' },
  query: {
    'X-Amz-Credential': 'AKIDEXAMPLE/20260115/us-east-1/s3/aws4_request',
    'X-Amz-Date': '20260115T103012Z',
    'X-Amz-SignedHeaders': 'content-length;host',
    'X-Amz-Signature': '0'.repeat(64),
    partNumber: '1',
    uploadId: 'u',
  },
};

function createClient(): S3Client {
  const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: SECRET };
  return new S3Client({
    region: 'us-east-1',
    credentials,
    requestChecksumCalculation: 'WHEN_REQUIRED',
  });
}

async function presignTwo(client: S3Client) {
  const upload = { bucket: 'media', objectKey: 'film.bin', uploadId: 'u' };
  const parts = [1, 2].map((partNumber) => ({ partNumber, size: 5 }));
  return presignParts(client, upload, parts, 'none', {
    urlLifetimeSeconds: 900,
    now: () => NOW,
  });
}

test('there is no signer if its signature differs from the SDK’s', () => {
  expect(createSiblingSigner(first, SECRET)).toBeUndefined();
});

test('there is no signer for an unsigned query', () => {
  const { 'X-Amz-Signature': _, ...query } = first.query;
  expect(createSiblingSigner({ ...first, query }, SECRET)).toBeUndefined();
});

test('the signer refuses a part that lacks a signed header', async () => {
  const [part] = await presignTwo(createClient());
  const url = new URL(part?.url ?? '');
  const headers = { host: url.host, 'content-length': '5' };
  const query = Object.fromEntries(url.searchParams);
  const sign = createSiblingSigner({ ...first, headers, query }, SECRET);
  expect(() => sign?.({ partNumber: 2, headers: { host: url.host } })).toThrow(
    'Part 2 has no header content-length',
  );
});

test('if a header needs normalizing, the SDK signs every URL', async () => {
  const client = createClient();
  // SigV4 collapses the two spaces into one.
  client.middlewareStack.add(
    (next) => (args) => {
      const { headers } = args.request as { headers: Record<string, string> };
      headers['x-owner'] = 'a  b';
      return next(args);
    },
    { step: 'build' },
  );
  const [, second] = await presignTwo(client);
  const command = new UploadPartCommand({
    Bucket: 'media',
    Key: 'film.bin',
    UploadId: 'u',
    PartNumber: 2,
    ContentLength: 5,
  });
  const signingDate = new Date(NOW);
  expect(second?.url).toBe(await getSignedUrl(client, command, { expiresIn: 900, signingDate }));
});
