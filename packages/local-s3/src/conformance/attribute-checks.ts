import { strict as assert } from 'node:assert';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  type CreateMultipartUploadCommandInput,
  DeleteObjectCommand,
  DeleteObjectTaggingCommand,
  GetObjectAclCommand,
  GetObjectCommand,
  GetObjectLegalHoldCommand,
  GetObjectRetentionCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  type HeadObjectCommandOutput,
  ListPartsCommand,
  PutObjectCommand,
  PutObjectLegalHoldCommand,
  PutObjectRetentionCommand,
  PutObjectTaggingCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { type Check, type CheckContext, fails, holds, isError } from './check.ts';

const CREATE = 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html';
const SSE_C =
  'https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerSideEncryptionCustomerKeys.html';
const TAGS = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html';
const LOCK = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html';
const small = Buffer.from('small');

type Input = Partial<CreateMultipartUploadCommandInput>;

/** Puts an object in one go and another by parts, both with these parameters, and gives both heads. */
async function bothWays(t: CheckContext, input: Input): Promise<HeadObjectCommandOutput[]> {
  const single = t.newKey();
  await t.client.send(new PutObjectCommand({ ...input, ...single, Body: small }));
  const upload = await t.createUpload(input);
  await t.complete(upload, await t.uploadParts(upload, [small]));
  const parts = { Bucket: upload.Bucket, Key: upload.Key };
  return Promise.all([single, parts].map((where) => t.client.send(new HeadObjectCommand(where))));
}

/** What comes back on HeadObject as it was given to PutObject or CreateMultipartUpload. */
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

const kept: readonly Check[] = [
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
    name: 'an object without a wish for encryption has SSE-S3, and STANDARD is not spelled out',
    doc: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html',
    run: async (t) => {
      for (const head of await bothWays(t, {})) {
        assert.deepEqual([head.ServerSideEncryption, head.StorageClass], ['AES256', undefined]);
      }
    },
  },
  {
    name: 'the KMS context is answered at create',
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
    name: 'RequestPayer is answered as charged',
    run: async (t) => {
      const put = { ...t.newKey(), Body: small, RequestPayer: 'requester' as const };
      const { RequestCharged } = await t.client.send(new PutObjectCommand(put));
      assert.equal(RequestCharged, 'requester');
    },
  },
];

const tagging: readonly Check[] = [
  {
    name: 'tags are kept, counted, replaced and deleted',
    doc: TAGS,
    run: async (t) => {
      const where = t.newKey();
      await t.client.send(
        new PutObjectCommand({ ...where, Body: small, Tagging: 'team=video&note=a%20b' }),
      );
      const { TagSet } = await t.client.send(new GetObjectTaggingCommand(where));
      assert.deepEqual(TagSet, [
        { Key: 'team', Value: 'video' },
        { Key: 'note', Value: 'a b' },
      ]);
      assert.equal((await t.client.send(new GetObjectCommand(where))).TagCount, 2);
      const Tagging = { TagSet: [{ Key: 'only', Value: '' }] };
      await t.client.send(new PutObjectTaggingCommand({ ...where, Tagging }));
      const replaced = await t.client.send(new GetObjectTaggingCommand(where));
      assert.deepEqual(replaced.TagSet, Tagging.TagSet);
      await t.client.send(new DeleteObjectTaggingCommand(where));
      assert.deepEqual((await t.client.send(new GetObjectTaggingCommand(where))).TagSet, []);
    },
  },
  {
    name: 'tags given at create are on the completed object',
    doc: TAGS,
    run: async (t) => {
      const upload = await t.createUpload({ Tagging: 'a=1' });
      await t.complete(upload, await t.uploadParts(upload, [small]));
      const { TagSet } = await t.client.send(
        new GetObjectTaggingCommand({ Bucket: upload.Bucket, Key: upload.Key }),
      );
      assert.deepEqual(TagSet, [{ Key: 'a', Value: '1' }]);
    },
  },
];

const access: readonly Check[] = (
  [
    [{ ACL: 'public-read' }, ['FULL_CONTROL', 'READ']],
    [{ ACL: 'bucket-owner-full-control' }, ['FULL_CONTROL']],
    [{ GrantRead: 'uri="http://acs.amazonaws.com/groups/global/AllUsers"' }, ['READ']],
  ] as const satisfies readonly (readonly [Input, readonly string[]])[]
).map(
  ([input, permissions]): Check => ({
    name: `${JSON.stringify(input)} is readable through GetObjectAcl`,
    doc: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html',
    run: async (t) => {
      const where = t.newKey();
      await t.client.send(new PutObjectCommand({ ...where, ...input, Body: small }));
      const { Grants = [], Owner } = await t.client.send(new GetObjectAclCommand(where));
      assert.deepEqual(
        Grants.map(({ Permission }) => Permission),
        permissions,
      );
      holds(Owner?.ID && Grants.every(({ Grantee }) => Grantee?.Type));
    },
  }),
);

function customerKey() {
  const key = randomBytes(32);
  return {
    SSECustomerAlgorithm: 'AES256',
    SSECustomerKey: key.toString('base64'),
    SSECustomerKeyMD5: createHash('md5').update(key).digest('base64'),
  };
}

const customerKeys: readonly Check[] = [
  {
    name: 'an object with a customer key is read only with that key',
    doc: SSE_C,
    run: async (t) => {
      const where = t.newKey();
      const key = customerKey();
      const put = await t.client.send(new PutObjectCommand({ ...where, ...key, Body: small }));
      assert.equal(put.SSECustomerKeyMD5, key.SSECustomerKeyMD5);
      const got = await t.client.send(new GetObjectCommand({ ...where, ...key }));
      assert.equal(await got.Body?.transformToString(), 'small');
      isError(await t.raw({ method: 'GET', path: t.path(where.Key) }), 400, 'InvalidRequest');
      const wrong = new GetObjectCommand({ ...where, ...customerKey() });
      await fails(t.client.send(wrong), 'AccessDenied', 403);
    },
  },
  {
    name: 'every part of an upload with a customer key needs that key',
    doc: SSE_C,
    run: async (t) => {
      const key = customerKey();
      const upload = await t.createUpload(key);
      const part = { ...upload, PartNumber: 1, Body: small };
      await fails(t.client.send(new UploadPartCommand(part)), 'InvalidRequest', 400);
      const wrong = new UploadPartCommand({ ...part, ...customerKey() });
      await fails(t.client.send(wrong), 'InvalidRequest', 400);
      const { ETag = '' } = await t.client.send(new UploadPartCommand({ ...part, ...key }));
      await t.complete(upload, [{ PartNumber: 1, ETag }]);
    },
  },
  {
    name: 'a customer key that does not match its MD5 is InvalidArgument',
    doc: SSE_C,
    run: async (t) => {
      const headers = {
        'x-amz-server-side-encryption-customer-algorithm': 'AES256',
        'x-amz-server-side-encryption-customer-key': customerKey().SSECustomerKey,
        'x-amz-server-side-encryption-customer-key-md5': customerKey().SSECustomerKeyMD5,
      };
      const put = { method: 'PUT', path: t.path(t.newKey().Key), headers, body: small };
      isError(await t.raw(put), 400, 'InvalidArgument');
    },
  },
  {
    name: 'a customer key for an object without one is InvalidRequest',
    doc: SSE_C,
    run: async (t) => {
      const where = t.newKey();
      await t.client.send(new PutObjectCommand({ ...where, Body: small }));
      const get = new GetObjectCommand({ ...where, ...customerKey() });
      await fails(t.client.send(get), 'InvalidRequest', 400);
    },
  },
];

const inOneHour = () => new Date(Math.ceil(Date.now() / 1000) * 1000 + 3_600_000);
const digest = () => ({ ContentMD5: createHash('md5').update(small).digest('base64') });

async function lockBucket(t: CheckContext): Promise<{ Bucket: string; Key: string }> {
  const Bucket = `lock-${randomUUID()}`;
  await t.client.send(new CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket: true }));
  return { Bucket, Key: 'locked' };
}

const locks: readonly Check[] = [
  {
    name: 'retention given at PutObject is kept and the object is not deleted',
    doc: LOCK,
    run: async (t) => {
      const where = await lockBucket(t);
      const until = inOneHour();
      const lock = { ObjectLockMode: 'COMPLIANCE' as const, ObjectLockRetainUntilDate: until };
      await t.client.send(new PutObjectCommand({ ...where, ...lock, ...digest(), Body: small }));
      const { Retention } = await t.client.send(new GetObjectRetentionCommand(where));
      assert.deepEqual(Retention, { Mode: 'COMPLIANCE', RetainUntilDate: until });
      const { VersionId, ...head } = await t.client.send(new HeadObjectCommand(where));
      assert.deepEqual(
        [head.ObjectLockMode, head.ObjectLockRetainUntilDate],
        ['COMPLIANCE', until],
      );
      const remove = new DeleteObjectCommand({ ...where, VersionId });
      await fails(t.client.send(remove), 'AccessDenied', 403);
      const shorter = {
        Mode: 'COMPLIANCE' as const,
        RetainUntilDate: new Date(until.getTime() - 1000),
      };
      await fails(
        t.client.send(new PutObjectRetentionCommand({ ...where, Retention: shorter })),
        'AccessDenied',
      );
    },
  },
  {
    name: 'governance retention can be bypassed',
    doc: LOCK,
    run: async (t) => {
      const where = await lockBucket(t);
      const lock = {
        ObjectLockMode: 'GOVERNANCE' as const,
        ObjectLockRetainUntilDate: inOneHour(),
      };
      const { VersionId } = await t.client.send(
        new PutObjectCommand({ ...where, ...lock, ...digest(), Body: small }),
      );
      const remove = { ...where, VersionId };
      await fails(t.client.send(new DeleteObjectCommand(remove)), 'AccessDenied', 403);
      await t.client.send(new DeleteObjectCommand({ ...remove, BypassGovernanceRetention: true }));
    },
  },
  {
    name: 'an object on legal hold is not deleted until the hold ends',
    doc: LOCK,
    run: async (t) => {
      const where = await lockBucket(t);
      const put = { ...where, ...digest(), Body: small, ObjectLockLegalHoldStatus: 'ON' as const };
      const { VersionId } = await t.client.send(new PutObjectCommand(put));
      const { LegalHold } = await t.client.send(new GetObjectLegalHoldCommand(where));
      assert.equal(LegalHold?.Status, 'ON');
      const remove = { ...where, VersionId };
      await fails(t.client.send(new DeleteObjectCommand(remove)), 'AccessDenied', 403);
      await t.client.send(
        new PutObjectLegalHoldCommand({ ...where, LegalHold: { Status: 'OFF' } }),
      );
      await t.client.send(new DeleteObjectCommand(remove));
    },
  },
  {
    name: 'a locked object needs a digest at PutObject and on every part',
    doc: LOCK,
    run: async (t) => {
      const where = await lockBucket(t);
      const lock = { ObjectLockLegalHoldStatus: 'ON' as const };
      const put = new PutObjectCommand({ ...where, ...lock, Body: small });
      await fails(t.client.send(put), 'InvalidRequest', 400);
      const { UploadId } = await t.client.send(
        new CreateMultipartUploadCommand({ ...where, ...lock }),
      );
      const part = new UploadPartCommand({ ...where, UploadId, PartNumber: 1, Body: small });
      await fails(t.client.send(part), 'InvalidRequest', 400);
    },
  },
  {
    name: 'a lock in a bucket without object lock is InvalidRequest',
    doc: LOCK,
    run: async (t) =>
      fails(t.createUpload({ ObjectLockLegalHoldStatus: 'ON' }), 'InvalidRequest', 400),
  },
  {
    name: 'a retention date in the past, or without a mode, is InvalidArgument',
    doc: LOCK,
    run: async (t) => {
      const past = {
        ObjectLockMode: 'GOVERNANCE' as const,
        ObjectLockRetainUntilDate: new Date('2020-01-01T00:00:00Z'),
      };
      await fails(t.createUpload(past), 'InvalidArgument', 400);
      await fails(
        t.createUpload({ ObjectLockRetainUntilDate: inOneHour() }),
        'InvalidArgument',
        400,
      );
    },
  },
];

/** What objects are besides their bytes. */
export const attributeChecks: readonly Check[] = [
  ...kept,
  ...tagging,
  ...access,
  ...customerKeys,
  ...locks,
];
