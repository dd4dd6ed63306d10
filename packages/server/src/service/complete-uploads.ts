import {
  type CompletedObject,
  type CompleteRequest,
  type CompleteResponse,
  UploadError,
  type UploadToComplete,
} from '@slipway/protocol';
import type { UploadClaims } from '../token/upload-claims.ts';
import { settleBatch } from './batch.ts';
import { completeMultipart } from './complete-multipart.ts';
import { checksumMismatch, nameTaken, partsMissing } from './failures.ts';
import { proveObject } from './object-proof.ts';
import { openUpload } from './open-upload.ts';
import { assertChecksum } from './part-checksums.ts';
import type { Principal } from './principal.ts';
import type { ServiceContext } from './service-context.ts';
import { publicFacts } from './service-event.ts';

/** Completes uploads, and answers success for nothing that S3 has not confirmed. Idempotent. */
export async function completeUploads(
  context: ServiceContext,
  principal: Principal,
  request: CompleteRequest,
): Promise<CompleteResponse> {
  const uploads = await settleBatch(context, request.uploads, async (item) => {
    const claims = await openUpload(context, principal, item.token);
    if (item.checksum !== undefined) assertChecksum(claims.integrity, item.checksum);
    const { uploadId } = claims;
    const object =
      uploadId === undefined
        ? await confirmSingle(context, claims, item)
        : await completeMultipart(context, { ...claims, uploadId }, item);
    context.tell({ type: 'upload-completed', ...publicFacts(claims) });
    return { object };
  });
  return { uploads };
}

/** A single PUT is complete when it is stored: what is left is the proof. */
async function confirmSingle(
  context: ServiceContext,
  claims: UploadClaims,
  { etags = [], checksum }: UploadToComplete,
): Promise<CompletedObject> {
  const proof = await proveObject(context, claims);
  if (proof.kind === 'another' && !context.overwrite) throw nameTaken();
  if (proof.kind !== 'proven') throw partsMissing([1]);
  const { etag, checksum: storedChecksum } = proof.stored;
  if (etags.some((seen) => seen.partNumber !== 1 || seen.etag !== etag)) throw partsMissing([1]);
  if (!['none', 'md5'].includes(claims.integrity)) {
    if (storedChecksum === undefined) {
      throw new UploadError('storage-misconfigured', {
        message: 'The storage keeps no checksums. Tell the operator of this site.',
      });
    }
    if (checksum !== undefined && checksum !== storedChecksum) throw checksumMismatch();
  }
  return proof.object;
}
