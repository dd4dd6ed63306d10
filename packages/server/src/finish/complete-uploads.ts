import {
  type CompleteRequest,
  type CompleteResponse,
  UploadError,
  type UploadToComplete,
} from '@slipway/protocol';
import type { Principal } from '../principal.ts';
import { type BatchReporter, settleDistinct } from '../service/batch.ts';
import { type OpenContext, openUpload } from '../service/open-upload.ts';
import { assertChecksum } from '../service/part-checksums.ts';
import type { UploadClaims } from '../token/upload-claims.ts';
import { type CompleteMultipartContext, completeMultipart } from './complete-multipart.ts';
import { type ConcludeContext, concludeUpload, type StoreOutcome } from './conclude-upload.ts';
import { confirmSingle } from './confirm-single.ts';

/** Completes uploads. It reports success only if S3 confirmed the object. Idempotent. */
export async function completeUploads(
  context: BatchReporter & OpenContext & ConcludeContext & CompleteMultipartContext,
  principal: Principal,
  request: CompleteRequest,
): Promise<CompleteResponse> {
  const uploads = await settleDistinct(context, request.uploads, async (item) => {
    const claims = await openUpload(context, principal, item.token);
    if (item.checksum !== undefined) assertChecksum(claims.integrity, item.checksum);
    assertPartsOfPlan(claims, item);
    const object = await concludeUpload(context, principal, claims, () =>
      storeObject(context, claims, item),
    );
    return { object };
  });
  return { uploads };
}

/** @throws UploadError `invalid-request` for a part that the plan does not have: sending it again cannot help */
function assertPartsOfPlan({ partCount }: UploadClaims, { etags = [] }: UploadToComplete): void {
  const beyond = etags.find(({ partNumber }) => partNumber > partCount);
  if (!beyond) return;
  throw new UploadError('invalid-request', {
    message: `The upload has ${partCount} parts, so there is no part ${beyond.partNumber}.`,
    limit: partCount,
  });
}

function storeObject(
  context: CompleteMultipartContext,
  claims: UploadClaims,
  item: UploadToComplete,
): Promise<StoreOutcome> {
  const { uploadId } = claims;
  return uploadId === undefined
    ? confirmSingle(context, claims, item)
    : completeMultipart(context, { ...claims, uploadId }, item);
}
