import type { PresignRequest, PresignResponse } from '@slipway/protocol';
import type { Principal } from '../principal.ts';
import { type BatchReporter, settleBatch } from '../service/batch.ts';
import { uploadEnded } from '../service/failures.ts';
import { type OpenContext, openUpload } from '../service/open-upload.ts';
import type { ServiceContext } from '../service/service-context.ts';
import type { UploadClaims } from '../token/upload-claims.ts';
import { type AskStore, assertUnended } from './assert-unended.ts';
import { otherBytes, type PresignContext, presignUpload, tellPresigned } from './presign-upload.ts';

/** Presigns parts of one or more uploads that have not ended. */
export async function presignParts(
  context: BatchReporter & OpenContext & PresignContext & AskStore & Pick<ServiceContext, 'tell'>,
  principal: Principal,
  { uploads: wanted, accepts }: PresignRequest,
): Promise<PresignResponse> {
  const work = async ({ token, parts }: PresignRequest['uploads'][number]) => {
    const claims = await openUpload(context, principal, token);
    const [presigned] = await Promise.all([
      presignUpload(context, claims, parts, accepts),
      assertUnended(context, claims),
      bindToFirst(context, claims, parts),
    ]);
    tellPresigned(context, claims, presigned);
    return { parts: presigned };
  };
  return { uploads: await settleBatch(context, wanted, work) };
}

/**
 * Binds an upload of one part that was created without a checksum to that of its first URL. Otherwise a caller could have URLs
 * signed for several files, and put another one in the place of a verified object after its owner has deleted that.
 *
 * @throws UploadError `invalid-request` if an earlier URL is for other bytes, `upload-ended` if nothing can tell any more
 */
async function bindToFirst(
  { settlements }: Pick<ServiceContext, 'settlements'>,
  { uploadId, nonce, checksum: sealed }: UploadClaims,
  [part]: PresignRequest['uploads'][number]['parts'],
): Promise<void> {
  if (uploadId !== undefined || sealed !== undefined || part?.checksum === undefined) return;
  const bound = await settlements.bindChecksum(nonce, part.checksum);
  if (bound === undefined) throw uploadEnded();
  if (bound !== part.checksum) throw otherBytes();
}
