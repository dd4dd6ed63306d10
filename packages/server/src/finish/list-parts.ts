import type { ListPartsRequest, ListPartsResponse } from '@slipway/protocol';
import type { Principal } from '../principal.ts';
import { nameTaken, uploadNotFound } from '../service/failures.ts';
import { openUpload } from '../service/open-upload.ts';
import type { ServiceContext } from '../service/service-context.ts';
import { concludeUpload, objectOf } from './conclude-upload.ts';
import { confirmSingle } from './confirm-single.ts';
import { proveObject } from './object-proof.ts';

/**
 * Says how far an upload is, from S3 itself. An object that is there already is completed by this: the
 * request that should have done so may never have had its answer.
 *
 * @throws UploadError `upload-not-found` when it is neither under way nor completed; `name-taken` when
 *   another object stands where a single PUT would go; why its object was refused
 */
export async function listParts(
  context: ServiceContext,
  principal: Principal,
  { token }: ListPartsRequest,
): Promise<ListPartsResponse> {
  const claims = await openUpload(context, principal, token);
  const settlement = await context.settlements.find(claims.nonce);
  // The same file can be uploaded anew, which an error about the old upload would keep it from.
  if (settlement?.kind === 'aborted') throw uploadNotFound();
  if (settlement) {
    return { status: 'completed', object: await objectOf(context, claims, settlement) };
  }

  const { uploadId } = claims;
  if (uploadId !== undefined) {
    const parts = await context.gateway.listParts({ ...claims, uploadId }, claims.integrity);
    if (parts) return { status: 'unfinished', parts };
  }
  const proof = await proveObject(context, claims);
  if (proof.kind === 'proven') {
    const object = await concludeUpload(context, principal, claims, async () =>
      uploadId === undefined
        ? confirmSingle(context, claims, {})
        : { kind: 'stored', object: proof.object },
    );
    return { status: 'completed', object };
  }
  if (uploadId !== undefined) throw uploadNotFound();
  if (proof.kind === 'another' && !context.overwrite) throw nameTaken();
  return { status: 'unfinished', parts: [] };
}
