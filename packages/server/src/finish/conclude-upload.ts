import { type CompletedObject, checkFile, UploadError } from '@slipway/protocol';
import type { Principal } from '../principal.ts';
import type { ObjectAnswer } from '../s3/s3-gateway.ts';
import { checkIntegrity } from '../service/check-integrity.ts';
import { cleanupList } from '../service/cleanup-task.ts';
import { uploadNotFound } from '../service/failures.ts';
import type { ServiceContext } from '../service/service-context.ts';
import type { Lease } from '../settlement/lease.ts';
import type { Settlement } from '../settlement/settlement.ts';
import type { UploadClaims } from '../token/upload-claims.ts';
import { type DiscardEndedContext, discard } from './discard.ts';
import { type EndContext, endWithoutObject } from './end-without-object.ts';
import { judgeObject, refuseObject } from './judge-object.ts';
import { type SettleContext, settleUpload } from './settle-upload.ts';
import { type VerifyTypeContext, verifyType } from './verify-type.ts';

/** What {@link endWithObject} needs. */
type EndWithObjectContext = EndContext & VerifyTypeContext & Pick<ServiceContext, 'settlements'>;

/** What deleting a refused object needs. */
type DiscardRefusedContext = DiscardEndedContext &
  Pick<ServiceContext, 'bucket' | 'report' | 'store'>;

/** What concluding an upload needs. */
export type ConcludeContext = DiscardRefusedContext & EndWithObjectContext & SettleContext;

/** The result of storing an upload's object: S3 has it, or the upload was given up for good. */
export type StoreOutcome =
  | {
      readonly kind: 'stored';
      readonly object: CompletedObject;
      /** What S3 said about it, for the owner's hook. */
      readonly answer: ObjectAnswer;
    }
  | { readonly kind: 'given-up'; readonly error: UploadError }
  /** S3 has the object, but it must not stay. No request can have accepted it. */
  | { readonly kind: 'refused'; readonly error: UploadError };

/**
 * Ends an upload with its object, exactly once: checks the policy, stores the object, calls the owner's hook and
 * records the result. Later and concurrent requests get the same result.
 *
 * @throws UploadError why the upload ended without an object. Errors of `store` pass through and settle nothing
 */
export async function concludeUpload(
  context: ConcludeContext,
  principal: Principal,
  claims: UploadClaims,
  store: () => Promise<StoreOutcome>,
): Promise<CompletedObject> {
  const settlement = await settleUpload(context, principal, claims, (lease) =>
    endWithObject(context, principal, claims, lease, store),
  );
  return objectOf(context, claims, settlement);
}

/**
 * Accepts an upload's object, or refuses it: by the current policy, by what `store` found, by its type or by the owner's
 * hook. Call it only while settling.
 */
export async function endWithObject(
  context: EndWithObjectContext,
  principal: Principal,
  claims: UploadClaims,
  lease: Lease,
  store: () => Promise<StoreOutcome>,
): Promise<Settlement> {
  const refusal = await checkPolicyAgain(context, principal, claims);
  if (refusal) return refuseNew(context, principal, claims, refusal);
  const outcome = await store();
  const lie = outcome.kind === 'stored' ? await verifyType(context, principal, claims) : undefined;
  // No hook runs for an upload that another request may be ending.
  await lease.assertHeld();
  if (outcome.kind === 'given-up') {
    return endWithoutObject(context, principal, claims, outcome.error);
  }
  if (outcome.kind === 'refused') return refuseObject(context, principal, claims, outcome.error);
  if (lie) return refuseNew(context, principal, claims, lie);
  await context.settlements.markJudging(claims.nonce);
  return judgeObject(context, principal, claims, outcome);
}

/**
 * Refuses an upload, and so deletes its object. But a store that has lost its memory cannot tell whether the object was
 * accepted before. Then the object stays, and nothing is settled.
 *
 * @throws the error if the object may have been accepted before
 */
async function refuseNew(
  context: EndWithObjectContext,
  principal: Principal,
  claims: UploadClaims,
  error: UploadError,
): Promise<Settlement> {
  const { nonce, uploadId } = claims;
  if ((await context.settlements.recordOf(nonce)) === 'new') {
    return refuseObject(context, principal, claims, error);
  }
  // Parts that S3 still lists were never accepted.
  if (uploadId !== undefined) await context.gateway.abort({ ...claims, uploadId });
  throw error;
}

/**
 * The object that an upload ended with.
 *
 * @throws UploadError why the upload ended without one
 */
export async function objectOf(
  context: DiscardRefusedContext,
  claims: UploadClaims,
  settlement: Settlement,
): Promise<CompletedObject> {
  if (settlement.kind === 'accepted') return settlement.object;
  // Discard before each response: an earlier request may have failed to.
  if (settlement.kind === 'refused') await discardRefused(context, claims);
  throw UploadError.fromBody(settlement.error) ?? uploadNotFound();
}

/** Deletes a refused object. The task that would repeat this has nothing left to do, unless a URL can write the object again. */
async function discardRefused(context: DiscardRefusedContext, claims: UploadClaims): Promise<void> {
  const { discards, store, bucket, report } = context;
  await discards.once(claims.nonce, async () => {
    await discard(context, claims);
    if (claims.uploadId === undefined) return;
    await store.finish(cleanupList(bucket), claims.nonce).catch(report);
  });
}

/** Why the current policy refuses an upload that an earlier policy allowed. `undefined` if it allows it. */
async function checkPolicyAgain(
  { policyOf }: Pick<ServiceContext, 'policyOf'>,
  principal: Principal,
  { file, size, integrity }: UploadClaims,
): Promise<UploadError | undefined> {
  const policy = await policyOf(principal);
  return checkFile(policy, { ...file, size }) ?? checkIntegrity(policy, integrity);
}
