import type { FileFacts } from '@slipway/protocol';
import type { Principal } from '../principal.ts';
import type { CreatedMultipart } from '../s3/s3-gateway.ts';
import type { ServiceContext } from '../service/service-context.ts';
import { hookedUpload } from '../service/upload-hooks.ts';
import type { UploadClaims } from '../token/upload-claims.ts';

/** What calling `onCreated` needs. */
export type OnCreatedContext = Pick<ServiceContext, 'hooks' | 'requestId'>;

/**
 * Calls `onCreated` before the browser learns of the upload.
 *
 * @throws the error of `onCreated`. The caller must roll the upload back
 */
export async function callOnCreated(
  { hooks, requestId }: OnCreatedContext,
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
}
