import type { AbortRequest, AbortResponse } from '@slipway/protocol';
import type { MultipartAddress } from '../s3/s3-gateway.ts';
import type { UploadClaims } from '../token/upload-claims.ts';
import { settleBatch } from './batch.ts';
import { storageInDoubt } from './failures.ts';
import { proveObject } from './object-proof.ts';
import { openUpload } from './open-upload.ts';
import type { Principal } from './principal.ts';
import type { ServiceContext } from './service-context.ts';
import { publicFacts } from './service-event.ts';

const ATTEMPTS = 5;
const FIRST_WAIT_MS = 50;

/** Aborts uploads. What is gone already is aborted; what is completed stays. */
export async function abortUploads(
  context: ServiceContext,
  principal: Principal,
  request: AbortRequest,
): Promise<AbortResponse> {
  const uploads = await settleBatch(context, request.uploads, async ({ token }) => {
    const claims = await openUpload(context, principal, token);
    const { uploadId } = claims;
    if (uploadId === undefined) await deleteOwn(context, claims);
    else await abortMultipart(context, { ...claims, uploadId });
    context.tell({ type: 'upload-aborted', ...publicFacts(claims) });
    return { aborted: true } as const;
  });
  return { uploads };
}

/**
 * S3 may keep parts whose PUT was under way, so it is asked to abort until it knows no such upload.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_AbortMultipartUpload.html
 */
async function abortMultipart(
  { gateway, wait }: ServiceContext,
  upload: UploadClaims & MultipartAddress,
): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if (attempt > 0) await wait(FIRST_WAIT_MS * 2 ** (attempt - 1));
    await gateway.abort(upload);
    if (!(await gateway.listParts(upload, upload.integrity))) return;
  }
  throw storageInDoubt(new Error(`S3 still knows the upload after ${ATTEMPTS} aborts.`));
}

async function deleteOwn(context: ServiceContext, claims: UploadClaims): Promise<void> {
  const proof = await proveObject(context, claims);
  if (proof.kind === 'proven') await context.gateway.delete(claims);
}
