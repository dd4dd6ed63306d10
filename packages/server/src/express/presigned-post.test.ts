import { createHash, randomBytes } from 'node:crypto';
import { HeadObjectCommand } from '@aws-sdk/client-s3';
import type { CreatedUpload, FileToCreate, Integrity, PresignedPart } from '@slipway/protocol';
import { afterEach, describe, expect, test } from 'vitest';
import type { CommonOptions } from '../../testing/adapters.ts';
import { crc64nvme } from '../../testing/crc64nvme.ts';
import { sha256 } from '../../testing/sha256.ts';
import {
  BUCKET,
  MiB,
  putPart,
  startUploadStack,
  type UploadStack,
} from '../../testing/upload-stack.ts';
import { complete, objectExists, readObject } from '../../testing/uploads.ts';

let stack: UploadStack;
afterEach(() => stack.close());

async function start(options: Partial<CommonOptions> = {}) {
  stack = await startUploadStack({ smallFiles: 'post', ...options });
}

const bytes = new Uint8Array(randomBytes(1_000));
const digest = (algorithm: string) => createHash(algorithm).update(bytes).digest('base64');
const checksums = {
  crc64nvme: crc64nvme(bytes),
  sha256: sha256(bytes),
  sha1: digest('sha1'),
  md5: digest('md5'),
} as const;

/** Creates one upload, by default of a browser that can send forms. */
async function create(
  file: Partial<FileToCreate> = {},
  accepts: readonly string[] | undefined = ['post'],
): Promise<CreatedUpload & { readonly part: PresignedPart }> {
  const integrity: Integrity = file.integrity ?? 'sha256';
  const checksum = checksums[integrity as keyof typeof checksums];
  const { body } = await stack.call('create', {
    files: [
      {
        name: 'photo.jpg',
        type: 'image/jpeg',
        size: bytes.byteLength,
        partSize: 5 * MiB,
        parts: [{ partNumber: 1, ...(checksum && { checksum }) }],
        integrity,
        ...file,
      },
    ],
    ...(accepts && { accepts }),
  });
  const [upload] = body.uploads;
  const [part] = upload.parts;
  return { ...upload, part };
}

const without = (part: PresignedPart, name: string): PresignedPart => {
  const { [name]: _, ...fields } = part.fields ?? {};
  return { ...part, fields };
};
const withField = (part: PresignedPart, name: string, value: string): PresignedPart => ({
  ...part,
  fields: { ...part.fields, [name]: value },
});

test('a small file is sent as a form, and complete confirms it', async () => {
  await start();
  const { token, objectKey, part } = await create();
  expect(part).toMatchObject({ url: `${stack.s3.url}/${BUCKET}/`, headers: {} });
  const sent = await putPart(part, bytes);
  expect(sent).toMatchObject({ status: 204, etag: expect.stringMatching(/^".+"$/) });
  const etags = [{ partNumber: 1, etag: sent.etag }];
  const { object } = await complete(stack, { token, etags });
  expect(object).toMatchObject({ objectKey, size: bytes.byteLength, etag: sent.etag });
  expect(object.checksum).toBe(checksums.sha256);
  expect((await readObject(stack, objectKey)).equals(bytes)).toBe(true);
});

test('a form with other bytes is refused', async () => {
  await start();
  const { part, objectKey } = await create();
  const others = new Uint8Array(bytes);
  others[0] = (others[0] ?? 0) ^ 1;
  expect((await putPart(part, others)).status).toBe(400);
  expect(await objectExists(stack, objectKey)).toBe(false);
});

test('a form with a missing, changed or extra field or byte is refused', async () => {
  await start({ object: { acl: 'private', storageClass: 'STANDARD_IA' } });
  const { part, objectKey } = await create();
  const names = Object.keys(part.fields ?? {});
  expect(names.slice(-2)).toEqual(['policy', 'x-amz-signature']);
  for (const name of names) {
    expect((await putPart(without(part, name), bytes)).status, name).toBeGreaterThanOrEqual(400);
    const changed = withField(part, name, `${part.fields?.[name]}x`);
    expect((await putPart(changed, bytes)).status, name).toBeGreaterThanOrEqual(400);
  }
  for (const [name, value] of [
    ['Content-Language', 'de'],
    ['x-amz-meta-more', 'x'],
    ['x-amz-object-lock-legal-hold', 'ON'],
    ['success_action_redirect', 'https://elsewhere.example'],
  ] as const) {
    const { fields = {}, ...rest } = part;
    const more = { ...rest, fields: { [name]: value, ...fields } };
    expect((await putPart(more, bytes)).status, name).toBe(403);
  }
  for (const size of [bytes.byteLength - 1, bytes.byteLength + 1]) {
    expect((await putPart(part, new Uint8Array(size))).status).toBe(400);
  }
  expect(await objectExists(stack, objectKey)).toBe(false);
  expect((await putPart(part, bytes)).status).toBe(204);
});

test('the owner’s options are on an object sent as a form', async () => {
  const expires = new Date('2040-01-02T03:04:05Z');
  await start({
    object: {
      cacheControl: 'public, max-age=60',
      contentDisposition: 'attachment; filename="a b.jpg"',
      contentEncoding: 'gzip',
      expires,
      metadata: { project: 'a + b = "c" & <more>' },
      serverSideEncryption: 'aws:kms',
      sseKmsKeyId: 'arn:aws:kms:us-east-1:123456789012:key/abc',
      sseKmsEncryptionContext: { team: 'vidéo' },
      bucketKeyEnabled: true,
      storageClass: 'STANDARD_IA',
      websiteRedirectLocation: '/elsewhere?a=b&c',
    },
  });
  const { part, objectKey, token } = await create({ name: 'Übung 😀 (1) & "2".jpg' });
  expect((await putPart(part, bytes)).status).toBe(204);
  expect((await complete(stack, { token })).object.size).toBe(bytes.byteLength);
  const stored = await stack.client.send(
    new HeadObjectCommand({ Bucket: BUCKET, Key: objectKey, ChecksumMode: 'ENABLED' }),
  );
  expect(stored).toMatchObject({
    CacheControl: 'public, max-age=60',
    ChecksumSHA256: checksums.sha256,
    ContentDisposition: 'attachment; filename="a b.jpg"',
    ContentEncoding: 'gzip',
    ContentType: 'image/jpeg',
    ExpiresString: expires.toUTCString(),
    Metadata: { project: 'a + b = "c" & <more>', 'slipway-nonce': expect.any(String) },
    ServerSideEncryption: 'aws:kms',
    SSEKMSKeyId: 'arn:aws:kms:us-east-1:123456789012:key/abc',
    BucketKeyEnabled: true,
    StorageClass: 'STANDARD_IA',
    WebsiteRedirectLocation: '/elsewhere?a=b&c',
  });
});

test('the form of an empty file accepts no bytes', async () => {
  await start();
  const checksum = sha256(new Uint8Array());
  const { part } = await create({ size: 0, parts: [{ partNumber: 1, checksum }] });
  expect((await putPart(part, new Uint8Array(1))).status).toBe(400);
  expect((await putPart(part, new Uint8Array(0))).status).toBe(204);
});

test('a form that is presigned again is accepted like the first', async () => {
  await start();
  const { token } = await create();
  const uploads = [{ token, parts: [{ partNumber: 1, checksum: checksums.sha256 }] }];
  const { body } = await stack.call('presign', { uploads, accepts: ['post'] });
  const [part] = body.uploads[0].parts;
  expect(part.fields).toBeDefined();
  expect((await putPart(part, bytes)).status).toBe(204);
  const plain = await stack.call('presign', { uploads });
  expect(plain.body.uploads[0].parts[0]).not.toHaveProperty('fields');
});

test('an expired form is refused', async () => {
  await start({ urlLifetimeSeconds: 5 });
  const { part } = await create();
  expect(part.expiresInSeconds).toBe(5);
  stack.s3.setClockOffset(6_000);
  expect(await putPart(part, bytes)).toMatchObject({
    status: 403,
    text: expect.stringContaining('Policy expired'),
  });
});

/** Completes an upload that is not sent as a form. */
async function isPut(file?: Partial<FileToCreate>, accepts?: readonly string[]) {
  const { part, token } = await create(file, accepts);
  expect(part).not.toHaveProperty('fields');
  expect((await putPart(part, bytes)).status).toBe(200);
  expect((await complete(stack, { token })).object.size).toBe(bytes.byteLength);
  return part;
}

describe('a PUT is what gets', () => {
  test('a browser that does not accept forms', async () => {
    await start();
    await isPut({}, []);
  });

  test('every browser, if the owner says so, or by default if the store is not S3 itself', async () => {
    await start({ smallFiles: 'put' });
    await isPut();
    await stack.close();
    await start({ smallFiles: undefined });
    await isPut();
  });

  test('a key of the owner that must not be overwritten', async () => {
    await start({ objectKey: ({ name }) => `by-name/${name}` });
    expect((await isPut()).headers).toMatchObject({ 'if-none-match': '*' });
  });

  test.each(['crc64nvme', 'sha1', 'md5', 'none'] as const)(
    'a file with integrity %s, because its form could be reused with other bytes',
    async (integrity) => {
      await start();
      await isPut({ integrity });
    },
  );

  test.each([
    ['tags', { tagging: { a: 'b' } }],
    ['a language', { contentLanguage: 'de' }],
    ['grants', { grantRead: 'id="a"' }],
    ['an owner of the bucket', { expectedBucketOwner: '000000000000' }],
    ['who pays', { requestPayer: 'requester' }],
    ['a dollar', { cacheControl: 'a=$b' }],
    ['a backslash', { metadata: { path: 'a\\b' } }],
    [
      'more than forms hold',
      { metadata: { a: 'x'.repeat(1_000) }, cacheControl: 'y'.repeat(4_000) },
    ],
  ] as const)('an object with %s', async (_name, object) => {
    await start({ object });
    await isPut();
  });

  test('a file name that a form would read as a variable', async () => {
    await start();
    // biome-ignore lint/suspicious/noTemplateCurlyInString: S3's variable, which a file name can contain.
    await isPut({ name: '${filename}.jpg' });
  });
});

test('a key that may be overwritten is sent as a form only with SHA-256', async () => {
  await start({ objectKey: ({ name }) => `by-name/${name}`, overwrite: true });
  const { part } = await create();
  expect(part.fields).toMatchObject({ key: 'by-name/photo.jpg' });
  expect((await putPart(part, bytes)).status).toBe(204);
  for (const integrity of ['crc64nvme', 'none'] as const) {
    expect((await isPut({ integrity })).headers).not.toHaveProperty('if-none-match');
  }
});

test('a checksum type of multipart uploads does not keep a small file from its SHA-256', async () => {
  await start({ object: { checksumType: 'FULL_OBJECT' } });
  const { part, token } = await create();
  expect((await putPart(part, bytes)).status).toBe(204);
  expect((await complete(stack, { token })).object.checksum).toBe(checksums.sha256);
  const large = { size: 6 * MiB, parts: [], integrity: 'sha256' };
  const { body } = await stack.call('create', {
    files: [{ name: 'a', type: '', partSize: 5 * MiB, ...large }],
  });
  expect(body.error.message).toContain('checksumType "FULL_OBJECT" is not possible');
});
