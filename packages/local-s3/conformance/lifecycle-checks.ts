import { strict as assert } from 'node:assert';
import {
  CreateMultipartUploadCommand,
  DeleteBucketLifecycleCommand,
  GetBucketLifecycleConfigurationCommand,
  type LifecycleRule,
  ListPartsCommand,
  PutBucketLifecycleConfigurationCommand,
} from '@aws-sdk/client-s3';
import { type Check, type CheckContext, fails, holds } from './check.ts';

const LIFECYCLE =
  'https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpu-abort-incomplete-mpu-lifecycle-config.html';
const DAY_MS = 86_400_000;

function withRules(t: CheckContext, ...Rules: LifecycleRule[]) {
  const LifecycleConfiguration = { Rules };
  return t.client.send(
    new PutBucketLifecycleConfigurationCommand({ Bucket: t.bucket, LifecycleConfiguration }),
  );
}

const rule = (DaysAfterInitiation: number, Prefix = ''): LifecycleRule => ({
  ID: `abort-after-${DaysAfterInitiation}`,
  Status: 'Enabled',
  Filter: { Prefix },
  AbortIncompleteMultipartUpload: { DaysAfterInitiation },
});

/** Lifecycle rules that abort unfinished uploads. */
export const lifecycleChecks: readonly Check[] = [
  {
    name: 'lifecycle rules are returned as they were put, until they are deleted',
    run: async (t) => {
      const { bucket: Bucket } = t;
      const get = () => t.client.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
      await fails(get(), 'NoSuchLifecycleConfiguration', 404);
      await withRules(t, rule(3, 'a/'));
      assert.deepEqual((await get()).Rules, [rule(3, 'a/')]);
      await t.client.send(new DeleteBucketLifecycleCommand({ Bucket }));
      await fails(get(), 'NoSuchLifecycleConfiguration', 404);
    },
  },
  {
    name: 'create and ListParts say when and by which rule an upload will be aborted',
    doc: LIFECYCLE,
    run: async (t) => {
      await withRules(t, rule(7), rule(2, 'short/'));
      const where = { Bucket: t.bucket, Key: `short/${t.newKey().Key}` };
      const created = await t.client.send(new CreateMultipartUploadCommand(where));
      assert.equal(created.AbortRuleId, 'abort-after-2');
      const time = created.AbortDate?.getTime() ?? 0;
      holds(time > Date.now() + 2 * DAY_MS - 5000 && time <= Date.now() + 3 * DAY_MS);
      assert.equal(time % DAY_MS, 0);
      const { UploadId } = created;
      const listed = await t.client.send(new ListPartsCommand({ ...where, UploadId }));
      assert.deepEqual(listed.AbortDate, created.AbortDate);
      await t.client.send(new DeleteBucketLifecycleCommand({ Bucket: t.bucket }));
    },
  },
  {
    name: 'a disabled rule aborts nothing',
    run: async (t) => {
      await withRules(t, { ...rule(1), Status: 'Disabled' });
      const created = await t.client.send(new CreateMultipartUploadCommand(t.newKey()));
      assert.equal(created.AbortDate, undefined);
      await t.client.send(new DeleteBucketLifecycleCommand({ Bucket: t.bucket }));
    },
  },
  {
    name: 'a rule that aborts after 0 days is InvalidArgument',
    doc: LIFECYCLE,
    run: async (t) => fails(withRules(t, rule(0)), 'InvalidArgument', 400),
  },
];
