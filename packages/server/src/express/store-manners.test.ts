import { createHash, randomBytes } from 'node:crypto';
import { S3Client } from '@aws-sdk/client-s3';
import { CHECKSUMS, type Integrity } from '@slipway/protocol';
import { afterEach, describe, expect, test } from 'vitest';
import type { CommonOptions } from '../../testing/adapters.ts';
import { startApi } from '../../testing/api-server.ts';
import { MANNERS, type Manners, startMannerProxy } from '../../testing/manner-proxy.ts';
import { BUCKET, MiB, putPart, startUploadStack } from '../../testing/upload-stack.ts';
import { complete, createUpload, partOf, readObject } from '../../testing/uploads.ts';

const large = randomBytes(6 * MiB);
const small = randomBytes(1_000);
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** The API on a store with the manners of another one. */
async function startWith(manners: Manners, options: Partial<CommonOptions>) {
  const strict = await startUploadStack();
  const credentials = { accessKeyId: 'TESTKEY', secretAccessKey: 'test-secret' };
  const { url, region } = strict.s3;
  const proxy = await startMannerProxy({ url, region, credentials }, manners);
  const client = new S3Client({ region, endpoint: proxy.url, forcePathStyle: true, credentials });
  const failures: unknown[] = [];
  const onError = (error: unknown) => failures.push(error);
  const api = await startApi(client, BUCKET, { onError, ...options });
  closing.push(
    () => strict.close(),
    () => proxy.close(),
    async () => client.destroy(),
    () => api.close(),
  );
  return { ...api, failures };
}

type Api = Awaited<ReturnType<typeof startWith>>;

function checksumOf(integrity: Integrity, bytes: Uint8Array): string | undefined {
  if (integrity === 'none') return undefined;
  if (integrity !== 'md5' && integrity !== 'sha256')
    throw new Error(`No test computes ${integrity}.`);
  return createHash(integrity).update(bytes).digest('base64');
}

/** Uploads like a browser: with the integrity of the policy, and the ETags that it reads. */
async function upload(api: Api, bytes: Uint8Array) {
  const { body: policy } = await api.policy();
  const integrity: Integrity = policy.integrity ?? 'sha256';
  const created = await createUpload(api, bytes, { integrity, parts: [] });
  const numbers = Array.from({ length: created.plan.partCount }, (_, i) => i + 1);
  const parts = numbers.map((partNumber) => ({
    partNumber,
    checksum: checksumOf(integrity, partOf(created, bytes, partNumber)),
  }));
  const { body } = await api.call('presign', { uploads: [{ token: created.token, parts }] });
  const etags = [];
  for (const part of body.uploads[0].parts) {
    const { status, etag, text } = await putPart(part, partOf(created, bytes, part.partNumber));
    expect([status, text]).toEqual([200, '']);
    etags.push({ partNumber: part.partNumber, etag });
  }
  return { integrity, ended: await complete(api, { token: created.token, etags }) };
}

describe.each(Object.entries(MANNERS))('on a store with the manners of %s', (name, manners) => {
  const s3Store = name as keyof typeof MANNERS;

  test('files of one part and of several are uploaded, if s3Store names it', async () => {
    const api = await startWith(manners, { s3Store });
    for (const bytes of [small, large]) {
      const { integrity, ended } = await upload(api, bytes);
      expect(ended.object).toMatchObject({ size: bytes.byteLength });
      expect((await readObject(api, ended.object.objectKey)).equals(bytes)).toBe(true);
      expect(CHECKSUMS[integrity]).toBeDefined();
    }
    expect(api.failures).toEqual([]);
  });
});

test.each(['without quotes', 'weak', 'upper case'] as const)(
  'ETags that come %s and are listed as ever complete the upload without s3Store',
  async (etags) => {
    const api = await startWith({ etags }, { policy: { integrity: 'none' } });
    for (const bytes of [small, large]) {
      expect((await upload(api, bytes)).ended.object).toMatchObject({ size: bytes.byteLength });
    }
  },
);

test('a Complete that a store refuses for If-None-Match names the header and the option, and is not retried', async () => {
  const api = await startWith({ complete: 'refused' }, { policy: { integrity: 'none' } });
  const { error } = (await upload(api, large)).ended;
  expect(error.code).toBe('storage-misconfigured');
  expect(error).not.toHaveProperty('retryAfterMs');
  expect(api.failures.map((failure) => String((failure as Error).cause))).toEqual([
    expect.stringMatching(/If-None-Match of CompleteMultipartUpload.*s3Store \(S3_STORE\)/),
  ]);
});

test('the owner’s hook gets what S3 said about the object, for files of one part and of several', async () => {
  const answers: unknown[] = [];
  const api = await startWith(
    {},
    {
      policy: { integrity: 'none' },
      object: { serverSideEncryption: 'AES256' },
      onCompleted: ({ answer }) => void answers.push(answer),
    },
  );
  for (const bytes of [small, large]) await upload(api, bytes);
  expect(answers).toEqual([
    expect.objectContaining({ serverSideEncryption: 'AES256' }),
    expect.objectContaining({
      serverSideEncryption: 'AES256',
      location: expect.stringContaining('http'),
    }),
  ]);
});
