import {
  GetBucketLifecycleConfigurationCommand,
  type GetBucketLifecycleConfigurationCommandOutput,
} from '@aws-sdk/client-s3';
import { type S3Client, send } from './s3-client.ts';
import type { BucketAddress } from './s3-gateway.ts';

/** A rule of the bucket that aborts unfinished uploads. */
export interface AbortRule {
  /** What keys begin with; empty for all. */
  readonly prefix: string;
  /** Days after the upload was begun. */
  readonly days: number;
}

/** The rules that abort unfinished uploads; none where the bucket has no rules, or they cannot be read. */
export async function readAbortRules(
  client: S3Client,
  { bucket, expectedBucketOwner }: BucketAddress,
): Promise<readonly AbortRule[]> {
  const command = new GetBucketLifecycleConfigurationCommand({
    Bucket: bucket,
    ExpectedBucketOwner: expectedBucketOwner,
  });
  const answer = await send(client, command).catch(() => undefined);
  return (answer?.Rules ?? []).flatMap(toAbortRule);
}

type LifecycleRule = NonNullable<GetBucketLifecycleConfigurationCommandOutput['Rules']>[number];

function toAbortRule(rule: LifecycleRule): readonly AbortRule[] {
  const days = rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation;
  if (days === undefined || rule.Status !== 'Enabled') return [];
  const prefix = rule.Filter?.And?.Prefix ?? rule.Filter?.Prefix ?? rule.Prefix ?? '';
  return [{ prefix, days }];
}
