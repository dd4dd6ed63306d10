import type { CreatedUpload, CreateRequest, FileToCreate, PartToPresign } from '@slipway/protocol';
import type { Principal } from '../principal.ts';
import type { ServiceContext } from '../service/service-context.ts';
import { publicFacts } from '../service/service-event.ts';
import { planOf, type UploadClaims } from '../token/upload-claims.ts';
import { callOnCreated } from './call-on-created.ts';
import { keepExpectedSize } from './expected-size.ts';
import { objectHeaders, presignUpload, tellPresigned } from './presign-upload.ts';

/** An upload that has passed every check and has a name. */
export interface UploadToBegin {
  readonly file: FileToCreate;
  /** As for a single PUT; S3 takes over a part of it where it is a multipart upload. */
  readonly draft: UploadClaims;
  readonly parts: readonly PartToPresign[];
  readonly accepts: CreateRequest['accepts'];
}

/**
 * Begins an upload: at the caller's expense, at S3, and in the owner's hook. What fails leaves nothing
 * behind, as nobody would ever know of it.
 */
export async function beginUpload(
  context: ServiceContext,
  principal: Principal,
  upload: UploadToBegin,
): Promise<CreatedUpload> {
  const { quotas } = context;
  const { nonce: id, size } = upload.draft;
  await quotas.reserve(principal, { id, size });
  try {
    return await createAtS3(context, principal, upload);
  } catch (error) {
    await quotas.release(principal, id, true);
    throw error;
  }
}

async function createAtS3(
  context: ServiceContext,
  principal: Principal,
  { file, draft, parts, accepts }: UploadToBegin,
): Promise<CreatedUpload> {
  const { gateway, tokens, quotas } = context;
  const { integrity, partCount } = draft;
  const multipart =
    partCount === 1
      ? undefined
      : await gateway.createMultipartUpload(draft, objectHeaders(draft), integrity);
  const claims: UploadClaims = multipart
    ? { ...draft, storedAs: undefined, uploadId: multipart.uploadId }
    : draft;
  try {
    if (multipart) {
      await quotas.link(principal, draft.nonce, multipart.uploadId);
      keepExpectedSize(context, draft, multipart.uploadId);
    }
    const presigned = await presignUpload(context, claims, parts, accepts);
    const token = await tokens.seal(claims);
    // Last: what fails after it would have to be taken back.
    await callOnCreated(context, principal, file, claims, multipart);
    const { objectKey } = claims;
    context.tell({ type: 'upload-created', ...publicFacts(claims), partCount });
    tellPresigned(context, claims, presigned);
    return { token, objectKey, plan: planOf(claims), integrity, parts: presigned };
  } catch (error) {
    const { uploadId } = claims;
    if (uploadId !== undefined) {
      await gateway.abort({ ...claims, uploadId }).catch(context.report);
    }
    throw error;
  }
}
