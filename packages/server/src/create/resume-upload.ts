import type { CreatedUpload, FileToCreate } from '@slipway/protocol';
import type { Principal } from '../principal.ts';
import type { ServiceContext } from '../service/service-context.ts';
import { publicFacts } from '../service/service-event.ts';
import { planOf } from '../token/upload-claims.ts';
import { callOnCreatedIfUnknown } from './call-on-created.ts';
import type { UnfinishedOfCaller } from './find-unfinished.ts';
import { presignUpload, tellPresigned } from './presign-upload.ts';

/**
 * Answers an upload that its caller began earlier: a new token of the old lifetime, what S3 holds, and
 * URLs for what it doesn't.
 *
 * @throws what `onCreated` throws, where nobody knows whether it was called; the upload stays as it is
 */
export async function resumeUpload(
  context: ServiceContext,
  principal: Principal,
  file: FileToCreate,
  { claims, parts, initiatedAt }: UnfinishedOfCaller,
): Promise<CreatedUpload> {
  await callOnCreatedIfUnknown(context, principal, file, claims);
  const stored = new Set(parts.map(({ partNumber }) => partNumber));
  // What was asked for is of the plan that this browser proposed.
  const isSamePlan = claims.partSize === file.partSize;
  const wanted = isSamePlan ? (file.parts ?? []) : [];
  const missing = wanted.filter(({ partNumber }) => !stored.has(partNumber));
  const presigned = await presignUpload(context, claims, missing);
  const token = await context.tokens.seal(claims, initiatedAt.getTime());
  context.tell({ type: 'upload-resumed', ...publicFacts(claims) });
  tellPresigned(context, claims, presigned);
  const { objectKey, integrity } = claims;
  return {
    token,
    objectKey,
    plan: planOf(claims),
    integrity,
    parts: presigned,
    resumed: { parts },
  };
}
