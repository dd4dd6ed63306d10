import { type CreatedUpload, type FileToCreate, isSamePlan, planParts } from '@slipway/protocol';
import type { Principal } from '../principal.ts';
import type { ServiceContext } from '../service/service-context.ts';
import { publicFacts } from '../service/service-event.ts';
import { planOf } from '../token/upload-claims.ts';
import { type AnnounceContext, announceIfUnknown } from './announce-created.ts';
import { callOnCreated, type OnCreatedContext } from './call-on-created.ts';
import { type CreationContext, claimCreation, isCreated } from './creation.ts';
import type { UnfinishedOfCaller } from './find-unfinished.ts';
import { type PresignContext, presignUpload, tellPresigned } from './presign-upload.ts';

/** What resuming needs. */
export type ResumeContext = AnnounceContext &
  CreationContext &
  OnCreatedContext &
  PresignContext &
  Pick<ServiceContext, 'tokens' | 'tell'>;

/**
 * Resumes an upload that its caller created earlier. Returns a new token with the expiry of the first one, the
 * parts on S3, and URLs for the missing parts.
 *
 * @returns `undefined` if another request is creating it just now, and may still roll it back
 * @throws the error of `onCreated`, if it has to be called again. The upload is left unchanged
 */
export async function resumeUpload(
  context: ResumeContext,
  principal: Principal,
  file: FileToCreate,
  { claims, parts, initiatedAt }: UnfinishedOfCaller,
): Promise<CreatedUpload | undefined> {
  if (!(await finishCreation(context, principal, file, claims))) return undefined;
  const stored = new Set(parts.map(({ partNumber }) => partNumber));
  // The request refers to the plan that this browser proposed. Under another plan its part numbers are meaningless.
  const wanted = isSamePlan(planOf(claims), planParts(file)) ? (file.parts ?? []) : [];
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

/**
 * Finishes what the request that created the upload did not: its process died, or the store has lost its memory.
 *
 * @returns `false` if another request is at work on that
 */
async function finishCreation(
  context: ResumeContext,
  principal: Principal,
  file: FileToCreate,
  claims: UnfinishedOfCaller['claims'],
): Promise<boolean> {
  if (await isCreated(context, claims)) return true;
  const creation = await claimCreation(context, claims);
  if (!creation) return false;
  try {
    // Another request may have finished it between our look and our claim.
    if (await isCreated(context, claims)) return true;
    await callOnCreated(context, principal, file, claims, undefined);
    await announceIfUnknown(context, claims);
    await creation.finish();
    return true;
  } finally {
    await creation.end();
  }
}
