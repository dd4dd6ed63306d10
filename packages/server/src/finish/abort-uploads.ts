import type { AbortRequest, AbortResponse } from '@slipway/protocol';
import type { Principal } from '../principal.ts';
import type { MultipartAddress } from '../s3/s3-gateway.ts';
import { type BatchReporter, settleBatch } from '../service/batch.ts';
import { storageInDoubt } from '../service/failures.ts';
import { type OpenContext, openUpload } from '../service/open-upload.ts';
import type { ServiceContext } from '../service/service-context.ts';
import type { Settlement } from '../settlement/settlement.ts';
import type { UploadClaims } from '../token/upload-claims.ts';
import { discard } from './conclude-upload.ts';
import { endWithoutObject } from './end-without-object.ts';
import { type JudgeContext, judgeObject } from './judge-object.ts';
import { proveObject } from './object-proof.ts';

/** What aborting a multipart upload needs. */
export type AbortMultipartContext = Pick<ServiceContext, 'gateway' | 'wait'>;

type AbortContext = AbortMultipartContext & JudgeContext;

const ATTEMPTS = 5;
const FIRST_WAIT_MS = 50;

/** Aborts uploads. A missing upload counts as aborted. A completed one stays. Idempotent. */
export async function abortUploads(
  context: BatchReporter &
    OpenContext &
    AbortContext &
    Pick<ServiceContext, 'quotas' | 'settlements'>,
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
    // A PUT that was in flight during the first abort may have arrived since.
    if (settlement.kind === 'refused' || (settlement.kind === 'aborted' && isOver)) {
      await discard(context, claims);
    }
    return { aborted: true } as const;
  });
  return { uploads };
}

async function abortUpload(
  context: AbortContext,
  principal: Principal,
  claims: UploadClaims,
): Promise<Settlement> {
  const { uploadId } = claims;
  if (uploadId !== undefined) await abortMultipart(context, { ...claims, uploadId });
  const proof = await proveObject(context, claims);
  if (proof.kind === 'proven') {
    // A complete request ended after S3 completed the upload, but before it called the owner's hook.
    if (uploadId !== undefined) return judgeObject(context, principal, claims, proof.object);
    // S3 stores a single PUT before any complete request. No client has seen it completed yet, so it can go.
    await context.gateway.delete(claims);
  }
  return endWithoutObject(context, principal, claims);
}

/**
 * Repeats the abort until S3 no longer lists the upload. S3 may keep parts whose PUT was in flight.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_AbortMultipartUpload.html
 */
export async function abortMultipart(
  { gateway, wait }: AbortMultipartContext,
  upload: MultipartAddress,
): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if (attempt > 0) await wait(FIRST_WAIT_MS * 2 ** (attempt - 1));
    await gateway.abort(upload);
    if (!(await gateway.listParts(upload, 'none'))) return;
  }
  throw storageInDoubt(new Error(`S3 still lists the upload after ${ATTEMPTS} aborts.`));
}
