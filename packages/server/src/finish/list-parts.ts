import type { ListPartsRequest, ListPartsResponse } from '@slipway/protocol';
import type { Principal } from '../principal.ts';
import { nameTaken, uploadNotFound } from '../service/failures.ts';
import { type OpenContext, openUpload } from '../service/open-upload.ts';
import type { ServiceContext } from '../service/service-context.ts';
import { type ConcludeContext, concludeUpload, objectOf } from './conclude-upload.ts';
import { confirmProven } from './confirm-single.ts';
import { proveObject } from './object-proof.ts';

/**
 * Lists the parts that S3 has. If S3 has the whole object, it completes the upload: the response to an earlier
 * complete request may have been lost.
 *
 * @throws UploadError `upload-not-found` if the upload is neither in flight nor completed. `name-taken` if
 *   another object has the key of a single PUT. The reason, if the object was refused
 */
export async function listParts(
  context: OpenContext & ConcludeContext & Pick<ServiceContext, 'overwrite'>,
  principal: Principal,
  { token }: ListPartsRequest,
): Promise<ListPartsResponse> {
  const claims = await openUpload(context, principal, token);
  const settlement = await context.settlements.find(claims.nonce);
  // `upload-not-found` makes the browser start anew. The error of the old upload would stop it.
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
    const object = await concludeUpload(context, principal, claims, () =>
      confirmProven(context, claims, proof),
    );
    return { status: 'completed', object };
  }
  if (uploadId !== undefined) throw uploadNotFound();
  if (proof.kind === 'another' && !context.overwrite) throw nameTaken();
  return { status: 'unfinished', parts: [] };
}
