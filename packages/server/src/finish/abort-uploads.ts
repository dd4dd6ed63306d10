import type { AbortRequest, AbortResponse } from '@slipway/protocol';
import type { Principal } from '../principal.ts';
import type { MultipartAddress } from '../s3/s3-gateway.ts';
import { settleBatch } from '../service/batch.ts';
import { storageInDoubt } from '../service/failures.ts';
import { openUpload } from '../service/open-upload.ts';
import type { ServiceContext } from '../service/service-context.ts';
import type { Settlement } from '../settlement/settlement.ts';
import type { UploadClaims } from '../token/upload-claims.ts';
import { discard } from './conclude-upload.ts';
import { endWithoutObject } from './end-without-object.ts';
import { judgeObject } from './judge-object.ts';
import { proveObject } from './object-proof.ts';

const ATTEMPTS = 5;
const FIRST_WAIT_MS = 50;

/** Aborts uploads. What is gone already is aborted; what is completed stays. Idempotent. */
export async function abortUploads(
  context: ServiceContext,
  principal: Principal,
  request: AbortRequest,
): Promise<AbortResponse> {
  const uploads = await settleBatch(context, request.uploads, async ({ token }) => {
    const claims = await openUpload(context, principal, token);
    let isOver = true;
    const settlement = await context.settlements.settle(claims.nonce, () => {
      isOver = false;
      return abortUpload(context, principal, claims);
    });
    await context.quotas.release(principal, claims.nonce, settlement.kind !== 'accepted');
    // Parts whose PUT was under way then may have arrived since.
    if (settlement.kind === 'refused' || (settlement.kind === 'aborted' && isOver)) {
      await discard(context, claims);
    }
    return { aborted: true } as const;
  });
  return { uploads };
}

async function abortUpload(
  context: ServiceContext,
  principal: Principal,
  claims: UploadClaims,
): Promise<Settlement> {
  const { uploadId } = claims;
  if (uploadId !== undefined) await abortMultipart(context, { ...claims, uploadId });
  const proof = await proveObject(context, claims);
  if (proof.kind === 'proven') {
    // Completed by a request that ended before the owner was asked.
    if (uploadId !== undefined) return judgeObject(context, principal, claims, proof.object);
    // A single PUT is stored before it is completed: so far nobody was told that it is.
    await context.gateway.delete(claims);
  }
  return endWithoutObject(context, principal, claims);
}

/**
 * S3 may keep parts whose PUT was under way, so it is asked to abort until it knows no such upload.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_AbortMultipartUpload.html
 */
export async function abortMultipart(
  { gateway, wait }: Pick<ServiceContext, 'gateway' | 'wait'>,
  upload: MultipartAddress,
): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if (attempt > 0) await wait(FIRST_WAIT_MS * 2 ** (attempt - 1));
    await gateway.abort(upload);
    if (!(await gateway.listParts(upload, 'none'))) return;
  }
  throw storageInDoubt(new Error(`S3 still knows the upload after ${ATTEMPTS} aborts.`));
}
