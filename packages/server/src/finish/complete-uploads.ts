import type { CompleteRequest, CompleteResponse, UploadToComplete } from '@slipway/protocol';
import type { Principal } from '../principal.ts';
import { settleBatch } from '../service/batch.ts';
import { openUpload } from '../service/open-upload.ts';
import { assertChecksum } from '../service/part-checksums.ts';
import type { ServiceContext } from '../service/service-context.ts';
import type { UploadClaims } from '../token/upload-claims.ts';
import { completeMultipart } from './complete-multipart.ts';
import { concludeUpload, type StoreOutcome } from './conclude-upload.ts';
import { confirmSingle } from './confirm-single.ts';

/** Completes uploads, and answers success for nothing that S3 has not confirmed. Idempotent. */
export async function completeUploads(
  context: ServiceContext,
  principal: Principal,
  request: CompleteRequest,
): Promise<CompleteResponse> {
  const uploads = await settleBatch(context, request.uploads, async (item) => {
    const claims = await openUpload(context, principal, item.token);
    if (item.checksum !== undefined) assertChecksum(claims.integrity, item.checksum);
    const object = await concludeUpload(context, principal, claims, () =>
      storeObject(context, claims, item),
    );
    return { object };
  });
  return { uploads };
}

function storeObject(
  context: ServiceContext,
  claims: UploadClaims,
  item: UploadToComplete,
): Promise<StoreOutcome> {
  const { uploadId } = claims;
  return uploadId === undefined
    ? confirmSingle(context, claims, item)
    : completeMultipart(context, { ...claims, uploadId }, item);
}
