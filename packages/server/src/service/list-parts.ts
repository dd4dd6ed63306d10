import type { ListPartsRequest, ListPartsResponse } from '@slipway/protocol';
import { nameTaken, uploadNotFound } from './failures.ts';
import { proveObject } from './object-proof.ts';
import { openUpload } from './open-upload.ts';
import type { Principal } from './principal.ts';
import type { ServiceContext } from './service-context.ts';

/**
 * Says how far an upload is, from S3 itself.
 *
 * @throws UploadError `upload-not-found` when it is neither under way nor completed; `name-taken` when
 *   another object stands where a single PUT would go
 */
export async function listParts(
  context: ServiceContext,
  principal: Principal,
  { token }: ListPartsRequest,
): Promise<ListPartsResponse> {
  const claims = await openUpload(context, principal, token);
  const { uploadId } = claims;
  if (uploadId !== undefined) {
    const parts = await context.gateway.listParts({ ...claims, uploadId }, claims.integrity);
    if (parts) return { status: 'unfinished', parts };
  }
  const proof = await proveObject(context, claims);
  if (proof.kind === 'proven') return { status: 'completed', object: proof.object };
  if (uploadId !== undefined) throw uploadNotFound();
  if (proof.kind === 'another' && !context.overwrite) throw nameTaken();
  return { status: 'unfinished', parts: [] };
}
