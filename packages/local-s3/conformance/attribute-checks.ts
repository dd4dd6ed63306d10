import { strict as assert } from 'node:assert';
import {
  CreateMultipartUploadCommand,
  type CreateMultipartUploadCommandInput,
  HeadObjectCommand,
  type HeadObjectCommandOutput,
  ListPartsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { type Check, type CheckContext, fails } from './check.ts';

const CREATE = 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html';
const small = Buffer.from('small');

type Input = Partial<CreateMultipartUploadCommandInput>;

/**
 * Stores one object by PutObject and one by parts, both with these parameters, and returns the HeadObject response of
 * each.
 */
async function bothWays(t: CheckContext, input: Input): Promise<HeadObjectCommandOutput[]> {
  const single = t.newKey();
  await t.client.send(new PutObjectCommand({ ...input, ...single, Body: small }));
  const upload = await t.createUpload(input);
  await t.complete(upload, await t.uploadParts(upload, [small]));
  const parts = { Bucket: upload.Bucket, Key: upload.Key };
  return Promise.all([single, parts].map((where) => t.client.send(new HeadObjectCommand(where))));
}

/** Attributes that HeadObject returns as PutObject or CreateMultipartUpload set them. */
const KEPT: readonly Input[] = [
  { CacheControl: 'no-cache' },
  { ContentDisposition: 'attachment; filename="a.txt"' },
  { ContentEncoding: 'br' },
  { ContentLanguage: 'en, de' },
  { ContentType: 'text/plain; charset=utf-8' },
  { Expires: new Date('2030-01-02T03:04:05Z') },
  { Metadata: { one: '1', 'two-words': 'a b' } },
  { StorageClass: 'STANDARD_IA' },
  { StorageClass: 'GLACIER_IR' },
  { StorageClass: 'INTELLIGENT_TIERING' },
  { WebsiteRedirectLocation: '/elsewhere' },
  { WebsiteRedirectLocation: 'https://example.com/' },
  { ServerSideEncryption: 'AES256' },
  { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: 'testkey-1', BucketKeyEnabled: true },
  { ServerSideEncryption: 'aws:kms:dsse', SSEKMSKeyId: 'testkey-1' },
];

/** What S3 keeps with an object, and what it rejects. */
export const attributeChecks: readonly Check[] = [
  ...KEPT.map(
    (input): Check => ({
      name: `${JSON.stringify(input)} is kept by PutObject and CreateMultipartUpload`,
      doc: CREATE,
      run: async (t) => {
        for (const head of await bothWays(t, input)) {
          for (const [name, value] of Object.entries(input)) {
            const got =
              name === 'Expires'
                ? new Date(head.ExpiresString ?? '')
                : head[name as keyof HeadObjectCommandOutput];
            assert.deepEqual(got, value, name);
          }
        }
      },
    }),
  ),
  {
    name: 'an object without an encryption header has SSE-S3, and S3 does not return the class STANDARD',
    doc: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html',
    run: async (t) => {
      for (const head of await bothWays(t, {})) {
        assert.deepEqual([head.ServerSideEncryption, head.StorageClass], ['AES256', undefined]);
      }
    },
  },
  {
    name: 'create returns the KMS context',
    doc: CREATE,
    run: async (t) => {
      const SSEKMSEncryptionContext = Buffer.from('{"tenant":"7"}').toString('base64');
      const created = await t.client.send(
        new CreateMultipartUploadCommand({
          ...t.newKey(),
          ServerSideEncryption: 'aws:kms',
          SSEKMSKeyId: 'testkey-1',
          SSEKMSEncryptionContext,
        }),
      );
      assert.deepEqual(
        [created.ServerSideEncryption, created.SSEKMSKeyId, created.SSEKMSEncryptionContext],
        ['aws:kms', 'testkey-1', SSEKMSEncryptionContext],
      );
    },
  },
  {
    name: 'an unfinished upload is listed with its storage class',
    run: async (t) => {
      const upload = await t.createUpload({ StorageClass: 'STANDARD_IA' });
      assert.equal((await t.client.send(new ListPartsCommand(upload))).StorageClass, 'STANDARD_IA');
    },
  },
  ...(
    [
      [{ StorageClass: 'GOLD' as 'STANDARD' }, 'InvalidStorageClass'],
      [{ ServerSideEncryption: 'rot13' as 'AES256' }, 'InvalidEncryptionAlgorithmError'],
      [{ ServerSideEncryption: 'AES256', SSEKMSKeyId: 'testkey-1' }, 'InvalidArgument'],
      [{ WebsiteRedirectLocation: 'elsewhere' }, 'InvalidRedirectLocation'],
      [{ ACL: 'everyone' as 'private' }, 'InvalidArgument'],
      [{ ACL: 'private', GrantRead: 'id="x"' }, 'InvalidRequest'],
      [{ GrantRead: 'emailAddress="a@example.com"' }, 'MethodNotAllowed'],
      [{ Tagging: 'a=1&a=2' }, 'InvalidTag'],
      [{ Tagging: Array.from({ length: 11 }, (_, i) => `k${i}=v`).join('&') }, 'BadRequest'],
      [{ Tagging: `${'k'.repeat(129)}=v` }, 'InvalidTag'],
      [{ RequestPayer: 'somebody' as 'requester' }, 'InvalidArgument'],
      [{ ExpectedBucketOwner: '999999999999' }, 'AccessDenied'],
    ] as const satisfies readonly (readonly [Input, string])[]
  ).map(
    ([input, code]): Check => ({
      name: `CreateMultipartUpload with ${JSON.stringify(input).slice(0, 60)} is ${code}`,
      doc: CREATE,
      run: async (t) => fails(t.createUpload(input), code),
    }),
  ),
  {
    name: 'a request with RequestPayer returns RequestCharged',
    run: async (t) => {
      const put = { ...t.newKey(), Body: small, RequestPayer: 'requester' as const };
      const { RequestCharged } = await t.client.send(new PutObjectCommand(put));
      assert.equal(RequestCharged, 'requester');
    },
  },
];
