import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetObjectCommand, PutBucketCorsCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { startLocalS3 } from '@slipway/local-s3';
import { createUploadHandler } from '@slipway/server/fetch';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { readTitledBlocks } from '../../../../scripts/titled-blocks.mjs';
import { writeRecipe } from '../../testing/recipe.ts';
import { asPost } from '../../testing/send-file.ts';

const KEYS = { accessKeyId: 'local', secretAccessKey: 'local-secret' };
const blocks = readTitledBlocks('docs/recipes/stores.md');

beforeEach(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', KEYS.accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', KEYS.secretAccessKey);
});
afterEach(() => vi.unstubAllEnvs());

test.each([
  [
    'r2/s3.js',
    'CLOUDFLARE_ACCOUNT_ID',
    'abc',
    'https://media.abc.r2.cloudflarestorage.com/a.png',
    'auto',
  ],
  [
    'b2/s3.js',
    'B2_REGION',
    'us-west-004',
    'https://media.s3.us-west-004.backblazeb2.com/a.png',
    'us-west-004',
  ],
  [
    'minio/s3.js',
    'MINIO_URL',
    'https://minio.example:9000',
    'https://minio.example:9000/media/a.png',
    'us-east-1',
  ],
  ['gcs/s3.js', 'ANY', '', 'https://storage.googleapis.com/media/a.png', 'auto'],
  [
    'wasabi/s3.js',
    'WASABI_REGION',
    'eu-central-1',
    'https://media.s3.eu-central-1.wasabisys.com/a.png',
    'eu-central-1',
  ],
  [
    'spaces/s3.js',
    'SPACES_REGION',
    'fra1',
    'https://media.fra1.digitaloceanspaces.com/a.png',
    'fra1',
  ],
])(
  '%s signs for the host and the region of the store',
  async (file, name, value, address, region) => {
    vi.stubEnv(name, value);
    const { load } = await writeRecipe('stores');
    const s3 = (await load(file)).s3 as S3Client;
    const url = new URL(
      await getSignedUrl(s3, new GetObjectCommand({ Bucket: 'media', Key: 'a.png' })),
    );
    expect(`${url.origin}${url.pathname}`).toBe(address);
    expect(url.searchParams.get('X-Amz-Credential')?.split('/')[2]).toBe(region);
  },
);

test('with the options for B2, browsers send no header that B2 refuses', async () => {
  vi.stubEnv('B2_REGION', 'us-west-004');
  const { load } = await writeRecipe('stores');
  const { s3, options } = await load('b2/s3.js');
  const handle = createUploadHandler({
    ...(options as object),
    basePath: '/api',
    s3: s3 as S3Client,
    bucket: 'media',
    tokenKeys: [{ id: 'a', secret: Buffer.alloc(32, 1) }],
    authorize: () => ({ subject: 'ada' }),
  });
  const part = { partNumber: 1, checksum: Buffer.alloc(16).toString('base64') };
  const file = {
    name: 'a.png',
    type: 'image/png',
    size: 9,
    partSize: 5 * 1024 ** 2,
    integrity: 'md5',
    parts: [part],
  };
  const body = { files: [file] };
  const answer = await handle(new Request('http://127.0.0.1/api/uploads', asPost(body)));
  const { uploads } = await answer.json();
  const [{ url, headers }] = uploads[0].parts;
  expect(new URL(url).pathname).toMatch(/^\/uploads\/[^/]+\/a\.png$/);
  const names = Object.keys(headers).map((name) => name.toLowerCase());
  expect(names).toContain('content-md5');
  expect(names).not.toContain('if-none-match');
  expect(names.filter((name) => name.startsWith('x-amz-checksum'))).toEqual([]);
});

test('the CORS rule allows what browsers send, and shows the ETag to the page', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'slipway-stores-'));
  const server = await startLocalS3({ dir, port: 0, ...KEYS, buckets: ['media'] });
  const s3 = new S3Client({
    endpoint: server.url,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: KEYS,
  });
  onTestFinished(async () => {
    s3.destroy();
    await server.close();
    await rm(dir, { recursive: true, force: true });
  });
  const CORSConfiguration = JSON.parse(blocks.get('cors.json') ?? '');
  await s3.send(new PutBucketCorsCommand({ Bucket: 'media', CORSConfiguration }));
  const preflight = async (headers: string, origin = 'https://app.example') =>
    fetch(`${server.url}/media/a.png`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'PUT',
        'access-control-request-headers': headers,
      },
    });
  for (const headers of [
    'content-type,if-none-match,x-amz-checksum-sha256,content-disposition,cache-control',
    'x-amz-checksum-crc64nvme',
    'content-md5,content-type,if-none-match',
  ]) {
    expect((await preflight(headers)).status, headers).toBe(200);
  }
  expect((await preflight('x-other')).status).toBe(403);
  expect((await preflight('content-type', 'https://other.example')).status).toBe(403);
  // The same headers in the format of Google.
  const [google] = JSON.parse(blocks.get('cors-gcs.json') ?? '');
  const [{ AllowedHeaders }] = CORSConfiguration.CORSRules;
  expect(google.responseHeader).toEqual([
    'ETag',
    ...AllowedHeaders.filter((name: string) => !name.startsWith('x-amz-')),
  ]);
});
