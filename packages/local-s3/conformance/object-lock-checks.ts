import { strict as assert } from 'node:assert';
import { createHash, randomUUID } from 'node:crypto';
import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectLegalHoldCommand,
  GetObjectRetentionCommand,
  HeadObjectCommand,
  PutObjectCommand,
  PutObjectLegalHoldCommand,
  PutObjectRetentionCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { type Check, type CheckContext, fails } from './check.ts';

const LOCK = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html';
const small = Buffer.from('small');

const inOneHour = () => new Date(Math.ceil(Date.now() / 1000) * 1000 + 3_600_000);
const digest = () => ({ ContentMD5: createHash('md5').update(small).digest('base64') });

async function lockBucket(t: CheckContext): Promise<{ Bucket: string; Key: string }> {
  const Bucket = `lock-${randomUUID()}`;
  await t.client.send(new CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket: true }));
  return { Bucket, Key: 'locked' };
}

/** Object lock. */
export const objectLockChecks: readonly Check[] = [
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
