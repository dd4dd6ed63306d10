import type { PresignRequest, PresignResponse } from '@slipway/protocol';
import type { Principal } from '../principal.ts';
import { type BatchReporter, settleBatch } from '../service/batch.ts';
import { type OpenContext, openUpload } from '../service/open-upload.ts';
import type { ServiceContext } from '../service/service-context.ts';
import { type AskStore, assertUnended } from './assert-unended.ts';
import { type PresignContext, presignUpload, tellPresigned } from './presign-upload.ts';

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
    ]);
    tellPresigned(context, claims, presigned);
    return { parts: presigned };
  };
  return { uploads: await settleBatch(context, wanted, work) };
}
