import type { AbortRule } from '../s3/bucket-lifecycle.ts';
import type { UnfinishedUpload as ListedUpload } from '../s3/list-uploads.ts';

const DAY_MS = 86_400_000;

/**
 * When the first of the bucket's rules will abort an upload: S3 adds the days and rounds up to the next
 * midnight UTC.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpu-abort-incomplete-mpu-lifecycle-config.html
 */
export function keptUntil(
  rules: readonly AbortRule[],
  { objectKey, initiatedAt }: Pick<ListedUpload, 'objectKey' | 'initiatedAt'>,
): Date | undefined {
  const days = rules.flatMap((rule) => (objectKey.startsWith(rule.prefix) ? [rule.days] : []));
  if (days.length === 0) return undefined;
  const endsAt = initiatedAt.getTime() + Math.min(...days) * DAY_MS;
  return new Date(Math.ceil(endsAt / DAY_MS) * DAY_MS);
}
