import type {
  AdminUpload,
  HeldParts,
  ListUploadsQuery,
  ListUploadsResponse,
} from '@slipway/protocol';
import { DAY_MS } from '../clock.ts';
import type { AbortRule } from '../s3/bucket-lifecycle.ts';
import type { ListedUpload } from '../s3/s3-gateway.ts';
import { type BatchReporter, settleBatch } from '../service/batch.ts';
import { uploadNotFound } from '../service/failures.ts';
import type { AdminContext } from './admin-context.ts';
import { findUploads } from './find-uploads.ts';

/** Returns one page of unfinished uploads. Their parts are optional, because they cost one request per upload. */
export async function listUnfinished(
  admin: AdminContext,
  context: BatchReporter,
  query: ListUploadsQuery,
): Promise<ListUploadsResponse> {
  const [{ uploads, cursor }, rules] = await Promise.all([
    findUploads(admin, query),
    admin.storage.readAbortRules(),
  ]);
  const held = query.held
    ? await settleBatch(context, uploads, (upload) => heldBy(admin, upload))
    : [];
  return { uploads: uploads.map((upload, i) => describe(admin, rules, upload, held[i])), cursor };
}

function describe(
  { keys, now }: AdminContext,
  rules: readonly AbortRule[],
  upload: ListedUpload,
  held: AdminUpload['held'],
): AdminUpload {
  const { objectKey, uploadId, initiatedAt, storageClass } = upload;
  return {
    objectKey,
    uploadId,
    owner: keys.ownerOf(objectKey),
    initiatedAt: initiatedAt.toISOString(),
    ageSeconds: Math.max(0, Math.floor((now() - initiatedAt.getTime()) / 1_000)),
    storageClass,
    keptUntil: keptUntil(rules, upload)?.toISOString(),
    held,
  };
}

async function heldBy({ storage }: AdminContext, upload: ListedUpload): Promise<HeldParts> {
  const stored = await storage.readUpload(upload);
  if (!stored) throw uploadNotFound();
  return holdings(stored);
}

/** Sums up parts. */
export function holdings({
  parts,
}: {
  readonly parts: readonly { readonly size: number }[];
}): HeldParts {
  return { partCount: parts.length, size: parts.reduce((sum, { size }) => sum + size, 0) };
}

/**
 * When the earliest lifecycle rule of the bucket aborts an upload. S3 adds the days, and rounds up to the next
 * midnight UTC.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpu-abort-incomplete-mpu-lifecycle-config.html
 */
function keptUntil(
  rules: readonly AbortRule[],
  { objectKey, initiatedAt }: Pick<ListedUpload, 'objectKey' | 'initiatedAt'>,
): Date | undefined {
  const days = rules.flatMap((rule) => (objectKey.startsWith(rule.prefix) ? [rule.days] : []));
  if (days.length === 0) return undefined;
  const endsAt = initiatedAt.getTime() + Math.min(...days) * DAY_MS;
  return new Date(Math.ceil(endsAt / DAY_MS) * DAY_MS);
}
