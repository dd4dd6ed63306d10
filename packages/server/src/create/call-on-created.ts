import type { FileFacts } from '@slipway/protocol';
import type { Principal } from '../principal.ts';
import type { CreatedMultipart } from '../s3/s3-gateway.ts';
import type { ServiceContext } from '../service/service-context.ts';
import { hookedUpload } from '../service/upload-hooks.ts';
import type { UploadClaims } from '../token/upload-claims.ts';

/**
 * Tells the owner of an upload that its browser is about to learn of.
 *
 * @throws what `onCreated` throws: then the upload has to be taken back
 */
export async function callOnCreated(
  { hooks, requestId, resumeFolders, store, uploadLifetimeMs, report }: ServiceContext,
  principal: Principal,
  { name, size, type }: FileFacts,
  claims: UploadClaims,
  multipart: CreatedMultipart | undefined,
): Promise<void> {
  if (!hooks.onCreated) return;
  await hooks.onCreated({
    ...hookedUpload(claims, principal, requestId),
    file: { name, size, type },
    metadata: claims.metadata ?? {},
    multipart,
  });
  // Whoever resumes it must not get what the owner has not seen.
  if (resumeFolders) await store.set(keyOf(claims), '', uploadLifetimeMs).catch(report);
}

/** Tells the owner of an upload that is resumed, unless it is known that they have heard of it. */
export async function callOnCreatedIfUnknown(
  context: ServiceContext,
  principal: Principal,
  file: FileFacts,
  claims: UploadClaims,
): Promise<void> {
  if (!context.hooks.onCreated || (await context.store.get(keyOf(claims))) !== undefined) return;
  await callOnCreated(context, principal, file, claims, undefined);
}

function keyOf({ nonce }: UploadClaims): string {
  return `created/${nonce}`;
}
