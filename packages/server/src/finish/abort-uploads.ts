import type { AbortRequest, AbortResponse } from '@slipway/protocol';
import type { Principal } from '../principal.ts';
import type { MultipartAddress } from '../s3/s3-gateway.ts';
import { type BatchReporter, settleDistinct } from '../service/batch.ts';
import { alreadyCompleted, storageInDoubt } from '../service/failures.ts';
import { type OpenContext, openUpload } from '../service/open-upload.ts';
import type { ServiceContext } from '../service/service-context.ts';
import type { UploadClaims } from '../token/upload-claims.ts';
import { type ConcludeContext, endWithObject } from './conclude-upload.ts';
import { confirmProven } from './confirm-single.ts';
import { type DiscardEndedContext, discardEnded } from './discard.ts';
import { endWithoutObject } from './end-without-object.ts';
import { proveObject } from './object-proof.ts';
import { settleUpload } from './settle-upload.ts';

/** What aborting a multipart upload needs. */
export type AbortMultipartContext = Pick<ServiceContext, 'gateway' | 'wait'>;

type AbortContext = AbortMultipartContext & ConcludeContext & Pick<ServiceContext, 'overwrite'>;

const ATTEMPTS = 5;
const FIRST_WAIT_MS = 50;

/**
 * Aborts uploads. An upload that S3 does not know counts as aborted. Idempotent. A completed upload stays, and its item
 * fails with `already-completed`.
 */
export async function abortUploads(
  context: BatchReporter & OpenContext & AbortContext,
  principal: Principal,
  request: AbortRequest,
): Promise<AbortResponse> {
  const uploads = await settleDistinct(context, request.uploads, async ({ token }) => {
    const claims = await openUpload(context, principal, token);
    let isClean = false;
    const settlement = await settleUpload(context, principal, claims, async (lease) => {
      const { uploadId } = claims;
      if (uploadId !== undefined) await abortMultipart(context, { ...claims, uploadId });
      const proof = await proveObject(context, claims);
      const isCompleted = proof.kind === 'proven' && (await mayBeAccepted(context, claims));
      if (isCompleted) {
        // With the same checks as Complete: a client must not choose the weaker ones.
        return endWithObject(context, principal, claims, lease, () =>
          confirmProven(context, claims, proof),
        );
      }
      // No hook runs for an upload that another request may be ending.
      await lease.assertHeld();
      isClean = proof.kind !== 'proven';
      return endWithoutObject(context, principal, claims);
    });
    if (settlement.kind === 'accepted') throw alreadyCompleted();
    // Only now: until the end was recorded, another request could still accept the object.
    if (!isClean) await discardUnlessAccepted(context, claims);
    // A URL of a single PUT may still write, so the first repeated abort looks again.
    else if (claims.uploadId !== undefined) context.discards.note(claims.nonce);
    return { aborted: true } as const;
  });
  return { uploads };
}

/** Asks once more before it deletes: a store that lost its memory may have let the upload be accepted since. */
async function discardUnlessAccepted(
  context: DiscardEndedContext & Pick<ServiceContext, 'settlements'>,
  claims: UploadClaims,
): Promise<void> {
  const settlement = await context.settlements.find(claims.nonce);
  if (settlement && settlement.kind !== 'accepted') await discardEnded(context, claims);
}

/**
 * Whether a client may know that this upload's object is accepted, although no settlement says so. S3 completes a
 * multipart upload only for a complete request, which can die before the owner's hook ran. A single PUT is stored before
 * any such request. It may be deleted only if the store remembers that none has come.
 */
async function mayBeAccepted(
  { settlements }: Pick<ServiceContext, 'settlements'>,
  { uploadId, nonce }: UploadClaims,
): Promise<boolean> {
  return uploadId !== undefined || (await settlements.recordOf(nonce)) !== 'new';
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
