import type { CreatedUpload, CreateRequest, FileToCreate, PartToPresign } from '@slipway/protocol';
import type { Principal } from '../principal.ts';
import { abandonedTask, type ScheduleContext } from '../service/cleanup-task.ts';
import type { ServiceContext } from '../service/service-context.ts';
import { publicFacts } from '../service/service-event.ts';
import { clientGone } from '../settlement/waiting-room.ts';
import type { ScheduledTask } from '../store/shared-store.ts';
import { planOf, type UploadClaims } from '../token/upload-claims.ts';
import { type AnnounceContext, heldWebhook, releaseWebhook } from './announce-created.ts';
import { assertKeyFree } from './assert-key-free.ts';
import { callOnCreated, type OnCreatedContext } from './call-on-created.ts';
import { type Creation, type CreationContext, claimCreation } from './creation.ts';
import { type ExpectedSizeContext, keepExpectedSize } from './expected-size.ts';
import {
  objectHeaders,
  type PresignContext,
  presignUpload,
  tellPresigned,
} from './presign-upload.ts';

/** What creating an upload needs once its options are chosen. */
export type BeginContext = AnnounceContext &
  CreationContext &
  OnCreatedContext &
  ExpectedSizeContext &
  PresignContext &
  ScheduleContext &
  Pick<ServiceContext, 'quotas' | 'resumeFolders' | 'settlements' | 'signal' | 'tokens' | 'tell'>;

/** An upload that passed every check and has a key. */
export interface UploadToBegin {
  readonly file: FileToCreate;
  /** The claims of a single PUT. A multipart upload drops `storedAs`: S3 remembers it from the create call. */
  readonly draft: UploadClaims;
  readonly parts: readonly PartToPresign[];
  readonly accepts: CreateRequest['accepts'];
}

/**
 * Creates an upload: reserves its quota, creates it on S3 and calls `onCreated`. On failure, it rolls everything
 * back, because no client holds a reference to the upload.
 */
export async function beginUpload(
  context: BeginContext,
  principal: Principal,
  upload: UploadToBegin,
): Promise<CreatedUpload> {
  const { quotas } = context;
  const { nonce: id, size } = upload.draft;
  try {
    await quotas.reserve(principal, { id, size });
    return await createClaimed(context, principal, upload);
  } catch (error) {
    // A store that did not answer in time may have reserved it, too.
    await quotas.release(principal, id, true);
    throw error;
  }
}

/** Keeps other devices from resuming the upload before it is created. Without resuming there, they cannot find it. */
async function createClaimed(
  context: BeginContext,
  principal: Principal,
  upload: UploadToBegin,
): Promise<CreatedUpload> {
  const { draft } = upload;
  if (!context.resumeFolders || draft.partCount === 1) {
    return createAtS3(context, principal, upload);
  }
  // While the store is down, uploads of several parts start nevertheless, and no device can resume one.
  const creation = await claimCreation(context, draft).catch((error: unknown) => {
    context.report(error);
    return undefined;
  });
  try {
    return await createAtS3(context, principal, upload, creation);
  } finally {
    await creation?.end();
  }
}

async function createAtS3(
  context: BeginContext,
  principal: Principal,
  { file, draft, parts, accepts }: UploadToBegin,
  creation?: Creation,
): Promise<CreatedUpload> {
  const { gateway, tokens, quotas, settlements } = context;
  const { integrity, partCount } = draft;
  await assertKeyFree(context, draft);
  const multipart =
    partCount === 1
      ? undefined
      : await gateway.createMultipartUpload(draft, objectHeaders(draft), integrity);
  const claims: UploadClaims = multipart
    ? { ...draft, storedAs: undefined, uploadId: multipart.uploadId }
    : draft;
  // S3 lists an unfinished upload of several parts, so the sweeper finds it. A single PUT leaves an object.
  const cleanup = multipart ? undefined : await abandonedTask(context, claims);
  const webhook = heldWebhook(context, claims);
  const tasks = [cleanup, webhook].filter((task) => task !== undefined);
  try {
    if (multipart) {
      await quotas.link(principal, draft.nonce, multipart.uploadId);
      keepExpectedSize(context, draft, multipart.uploadId);
    }
    const [presigned] = await Promise.all([
      presignUpload(context, claims, parts, accepts),
      settlements.markNew(claims.nonce, tasks).catch((error: unknown) => {
        // No client may learn of an upload that no webhook announces, or whose object no replica would delete.
        if (webhook || cleanup) throw error;
        context.report(error);
      }),
    ]);
    const token = await tokens.seal(claims);
    if (context.signal?.aborted) throw clientGone();
    // Last, because a hook cannot be rolled back.
    await callOnCreated(context, principal, file, claims, multipart);
    await creation?.finish();
    if (webhook) await releaseWebhook(context, webhook);
    const { objectKey } = claims;
    context.tell({ type: 'upload-created', ...publicFacts(claims), partCount });
    tellPresigned(context, claims, presigned);
    return { token, objectKey, plan: planOf(claims), integrity, parts: presigned };
  } catch (error) {
    // Another device may have got it since.
    if (creation && !(await creation.isHeld())) throw error;
    const { uploadId } = claims;
    if (uploadId !== undefined) {
      await gateway.abort({ ...claims, uploadId }).catch(context.report);
    }
    await withdraw(context, tasks);
    throw error;
  }
}

/** Removes the tasks of an upload that is rolled back. One that another request has added to is not its own any more. */
async function withdraw(
  { store, report }: Pick<ServiceContext, 'store' | 'report'>,
  tasks: readonly ScheduledTask[],
): Promise<void> {
  for (const { list, task } of tasks) {
    await store.exchange(list, task.id, task.payload, undefined).catch(report);
  }
}
