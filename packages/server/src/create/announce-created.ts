import type { ServiceContext } from '../service/service-context.ts';
import type { ScheduledTask } from '../store/shared-store.ts';
import type { UploadClaims } from '../token/upload-claims.ts';
import { createdWebhook } from '../webhooks/upload-webhook.ts';

/** What announcing a new upload needs. */
export type AnnounceContext = Pick<
  ServiceContext,
  'clock' | 'hookTimeoutMs' | 'report' | 'settlements' | 'store' | 'uploadLifetimeMs' | 'webhooks'
>;

/** Longer than creating takes without the hook: presigning, and the storage's timeouts. */
const CREATE_MARGIN_MS = 5 * 60 * 1_000;

/**
 * The webhook of an upload that is being created. If this process dies before it releases or withdraws the webhook, it is
 * sent when no hook can run any more: the upload exists on S3.
 */
export function heldWebhook(
  { webhooks, hookTimeoutMs, clock }: AnnounceContext,
  claims: UploadClaims,
): ScheduledTask | undefined {
  return webhooks?.first(createdWebhook(claims, clock.now()), hookTimeoutMs + CREATE_MARGIN_MS);
}

/**
 * Releases the webhook of an upload that is created now. On failure, it is sent later. It changes only when the task is due: the
 * store can carry this out after another request has added the upload's end.
 */
export async function releaseWebhook(
  { store, report }: AnnounceContext,
  { list, task }: ScheduledTask,
): Promise<void> {
  await store.release(list, task.id).catch(report);
}

/** Announces an upload that is resumed, unless the store knows that it was announced: the process died while it created it. */
export async function announceIfUnknown(
  { webhooks, settlements, store, clock, uploadLifetimeMs }: AnnounceContext,
  claims: UploadClaims,
): Promise<void> {
  if (!webhooks || (await settlements.recordOf(claims.nonce)) !== 'unknown') return;
  const key = `announced/${claims.nonce}`;
  if ((await store.get(key)) !== undefined) return;
  const webhook = webhooks.next(createdWebhook(claims, clock.now()));
  await store.set(key, '', uploadLifetimeMs, [webhook]);
}
