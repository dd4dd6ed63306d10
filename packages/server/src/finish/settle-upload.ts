import { accountOf, linkKey } from '../limits/quotas.ts';
import type { Principal } from '../principal.ts';
import {
  cleanupList,
  lateWriteTask,
  refusedTask,
  type ScheduleContext,
} from '../service/cleanup-task.ts';
import type { ServiceContext } from '../service/service-context.ts';
import type { Lease } from '../settlement/lease.ts';
import type { Settlement } from '../settlement/settlement.ts';
import type { TaskChange } from '../store/shared-store.ts';
import type { UploadClaims } from '../token/upload-claims.ts';
import { endWebhook } from '../webhooks/upload-webhook.ts';

/** What settling an upload needs. */
export type SettleContext = ScheduleContext &
  Pick<ServiceContext, 'quotas' | 'settlements' | 'webhooks'>;

/**
 * Ends an upload exactly once, or returns how it has ended. It gives the upload's quota back as soon as no presigned URL
 * can write to the bucket any more.
 */
export async function settleUpload(
  context: SettleContext,
  principal: Principal,
  claims: UploadClaims,
  end: (lease: Lease) => Promise<Settlement>,
): Promise<Settlement> {
  const { quotas, settlements, webhooks, clock } = context;
  const endOnce = async (lease: Lease) => {
    const settlement = await end(lease);
    const tasks = await cleanupOf(context, claims, settlement);
    const webhook = webhooks?.next(endWebhook(claims, settlement, clock.now()));
    return {
      settlement,
      tasks: webhook ? [...tasks, webhook] : tasks,
      ...keptOf(claims, settlement),
    };
  };
  const settlement = await settlements.settle(claims.nonce, endOnce, accountOf(principal));
  if (!canWriteLate(claims, settlement)) {
    await quotas.release(principal, claims.nonce, settlement.kind !== 'accepted');
  }
  return settlement;
}

/** What is left to clean up after an upload: what its URLs may still write, or an object that is refused but not deleted yet. */
async function cleanupOf(
  context: ScheduleContext,
  claims: UploadClaims,
  settlement: Settlement,
): Promise<readonly TaskChange[]> {
  if (claims.uploadId !== undefined) {
    return settlement.kind === 'refused' ? [await refusedTask(context, claims)] : [];
  }
  if (canWriteLate(claims, settlement)) return [await lateWriteTask(context, claims)];
  return [{ list: cleanupList(context.bucket), finished: claims.nonce }];
}

/**
 * Whether a presigned URL of this upload can still create its object. S3 refuses parts of an upload that has ended. A
 * single PUT or form stays valid until its URL expires.
 */
function canWriteLate({ uploadId }: UploadClaims, { kind }: Settlement): boolean {
  return uploadId === undefined && kind !== 'accepted';
}

/** S3 refuses every request for an aborted upload of several parts, whatever the store remembers. */
const ABORTED_KEPT_MS = 60 * 60 * 1_000;

/** What the store keeps of an ended upload, and what not: an upload that costs its caller nothing costs the store little. */
function keptOf({ uploadId }: UploadClaims, { kind }: Settlement) {
  if (uploadId === undefined) return {};
  const deleted = [linkKey(uploadId)];
  return kind === 'aborted' ? { deleted, keptMs: ABORTED_KEPT_MS } : { deleted };
}
