import { createHash } from 'node:crypto';
import {
  CreateBucketCommand,
  GetObjectAclCommand,
  GetObjectLegalHoldCommand,
  GetObjectRetentionCommand,
  HeadObjectCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MiB, startUploadStack, type UploadStack } from '../../testing/upload-stack.ts';
import { complete, createUpload, partOf, putParts } from '../../testing/uploads.ts';
import { findBucketFault } from '../object/find-bucket-fault.ts';
import {
  ACLS,
  ENCRYPTIONS,
  type ObjectOptions,
  STORAGE_CLASSES,
} from '../object/object-options.ts';

const Bucket = 'bucket-of-values';
const GROUPS = 'http://acs.amazonaws.com/groups/global';
const ways = [
  ['a multipart upload', new Uint8Array(5 * MiB + 1)],
  ['a single PUT', new Uint8Array(10)],
] as const;

let stack: UploadStack;
/** What the owner's function returns for the next file. */
let chosen: ObjectOptions;
beforeAll(async () => {
  stack = await startUploadStack({ bucket: Bucket, object: () => chosen });
  await stack.client.send(new CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket: true }));
});
afterAll(() => stack.close());

/** Completes an upload with these options, and returns the address of its object. */
async function upload(bytes: Uint8Array, options: ObjectOptions) {
  chosen = options;
  const plan = { kind: 'multipart', partSize: 5 * MiB, partCount: 2 } as const;
  const parts = Array.from({ length: Math.ceil(bytes.length / (5 * MiB)) }, (_, i) => ({
    partNumber: i + 1,
    checksum: sha256(bytes.length > 5 * MiB ? partOf({ plan }, bytes, i + 1) : bytes),
  }));
  const created = await createUpload(stack, bytes, { integrity: 'sha256', parts });
  await putParts(stack, created, bytes);
  expect(await complete(stack, { token: created.token })).toHaveProperty('object');
  return { Bucket, Key: created.objectKey };
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64');
}

/** The values that a general purpose bucket accepts. */
function possible<T>(name: keyof ObjectOptions, values: readonly T[]): readonly T[] {
  return values.filter((value) => !findBucketFault(Bucket, { [name]: value }));
}

describe.each(ways)('by %s', (_way, bytes) => {
  test.each(possible('storageClass', STORAGE_CLASSES))('storageClass %s', async (storageClass) => {
    const { StorageClass = 'STANDARD' } = await stack.client.send(
      new HeadObjectCommand(await upload(bytes, { storageClass })),
    );
    expect(StorageClass).toBe(storageClass);
  });

  test.each(possible('serverSideEncryption', ENCRYPTIONS))(
    'serverSideEncryption %s',
    async (serverSideEncryption) => {
      const { ServerSideEncryption } = await stack.client.send(
        new HeadObjectCommand(await upload(bytes, { serverSideEncryption })),
      );
      expect(ServerSideEncryption).toBe(serverSideEncryption);
    },
  );

  test.each(ACLS)('acl %s', async (acl) => {
    const { Grants = [] } = await stack.client.send(
      new GetObjectAclCommand(await upload(bytes, { acl })),
    );
    const granted = Grants.map(
      ({ Grantee, Permission }) => `${Permission} ${Grantee?.URI ?? Grantee?.ID}`,
    );
    expect(granted.shift()).toMatch(/^FULL_CONTROL /);
    expect(granted).toEqual(GRANTED[acl]);
  });

  test.each(['GOVERNANCE', 'COMPLIANCE'] as const)('objectLockMode %s', async (objectLockMode) => {
    const objectLockRetainUntilDate = new Date(Math.ceil(Date.now() / 1_000) * 1_000 + 3_600_000);
    const where = await upload(bytes, { objectLockMode, objectLockRetainUntilDate });
    const { Retention } = await stack.client.send(new GetObjectRetentionCommand(where));
    expect(Retention).toEqual({ Mode: objectLockMode, RetainUntilDate: objectLockRetainUntilDate });
  });

  test.each(['ON', 'OFF'] as const)('objectLockLegalHoldStatus %s', async (status) => {
    const where = await upload(bytes, { objectLockLegalHoldStatus: status });
    const { LegalHold } = await stack.client.send(new GetObjectLegalHoldCommand(where));
    expect(LegalHold).toEqual({ Status: status });
  });

  test.each([true, false])('bucketKeyEnabled %s', async (bucketKeyEnabled) => {
    const { BucketKeyEnabled = false } = await stack.client.send(
      new HeadObjectCommand(
        await upload(bytes, { serverSideEncryption: 'aws:kms', bucketKeyEnabled }),
      ),
    );
    expect(BucketKeyEnabled).toBe(bucketKeyEnabled);
  });
});

/** Grants besides the owner's full control. Bucket and object have the same owner here. */
const GRANTED: Readonly<Record<(typeof ACLS)[number], readonly string[]>> = {
  private: [],
  'public-read': [`READ ${GROUPS}/AllUsers`],
  'public-read-write': [`READ ${GROUPS}/AllUsers`, `WRITE ${GROUPS}/AllUsers`],
  'authenticated-read': [`READ ${GROUPS}/AuthenticatedUsers`],
  'aws-exec-read': ['READ za-team'],
  'bucket-owner-read': [],
  'bucket-owner-full-control': [],
};
