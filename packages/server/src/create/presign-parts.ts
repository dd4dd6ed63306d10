import type { PresignRequest, PresignResponse } from '@slipway/protocol';
import type { Principal } from '../principal.ts';
import { type BatchReporter, settleBatch } from '../service/batch.ts';
import { type OpenContext, openUpload } from '../service/open-upload.ts';
import type { ServiceContext } from '../service/service-context.ts';
import { type PresignContext, presignUpload, tellPresigned } from './presign-upload.ts';

/** Presigns parts of one or more uploads. */
export async function presignParts(
  context: BatchReporter & OpenContext & PresignContext & Pick<ServiceContext, 'tell'>,
  principal: Principal,
  { uploads: wanted, accepts }: PresignRequest,
): Promise<PresignResponse> {
  const uploads = await settleBatch(context, wanted, async ({ token, parts }) => {
    const claims = await openUpload(context, principal, token);
    const presigned = await presignUpload(context, claims, parts, accepts);
    tellPresigned(context, claims, presigned);
    return { parts: presigned };
  });
  return { uploads };
}
