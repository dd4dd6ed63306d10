import type { ServiceContext } from '../service/service-context.ts';
import type { TaskClaims } from '../token/task-sealer.ts';
import { isOwn } from './object-proof.ts';

/** What removing an upload from S3 needs. */
export type DiscardContext = Pick<ServiceContext, 'gateway'>;

/** What removing an ended upload needs. */
export type DiscardEndedContext = DiscardContext & Pick<ServiceContext, 'discards'>;

/**
 * Removes an upload's parts and its object from S3, and never another upload's object, even if that one replaces ours after
 * the look.
 */
export async function discard(context: DiscardContext, claims: TaskClaims): Promise<void> {
  const { uploadId } = claims;
  if (uploadId !== undefined) await context.gateway.abort({ ...claims, uploadId });
  const stored = await context.gateway.head(claims, 'none');
  if (!stored || !isOwn(stored, claims)) return;
  await context.gateway.delete(claims, stored.etag || undefined);
}

/**
 * Discards an upload that has ended without its object, unless this replica did so within the last minute. So a client that
 * repeats its request causes no calls to S3. The cleanup deletes what URLs write later.
 */
export async function discardEnded(
  context: DiscardEndedContext,
  claims: TaskClaims,
): Promise<void> {
  await context.discards.once(claims.nonce, () => discard(context, claims));
}
