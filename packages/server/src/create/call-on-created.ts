import type { FileFacts } from '@slipway/protocol';
import type { Principal } from '../principal.ts';
import type { CreatedMultipart } from '../s3/s3-gateway.ts';
import type { ServiceContext } from '../service/service-context.ts';
import { hookedUpload } from '../service/upload-hooks.ts';
import type { UploadClaims } from '../token/upload-claims.ts';

/** What calling `onCreated` needs. */
export type OnCreatedContext = Pick<
  ServiceContext,
  'hooks' | 'requestId' | 'resumeFolders' | 'store' | 'uploadLifetimeMs' | 'report'
>;

/**
 * Calls `onCreated` before the browser learns of the upload.
 *
 * @throws the error of `onCreated`. The caller must roll the upload back
 */
export async function callOnCreated(
  { hooks, requestId, resumeFolders, store, uploadLifetimeMs, report }: OnCreatedContext,
  principal: Principal,
  { name, size, type, relativePath }: FileFacts,
  claims: UploadClaims,
  multipart: CreatedMultipart | undefined,
): Promise<void> {
  if (!hooks.onCreated) return;
  await hooks.onCreated({
    ...hookedUpload(claims, principal, requestId),
    file: { name, size, type, relativePath },
    multipart,
  });
  // Remembers that the hook has run, so that a resume does not call it again.
  if (resumeFolders) await store.set(keyOf(claims), '', uploadLifetimeMs).catch(report);
}

/** Calls `onCreated` for a resumed upload, unless the store knows that it has run. */
export async function callOnCreatedIfUnknown(
  context: OnCreatedContext,
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
