import { type CompletedObject, UploadError } from '@slipway/protocol';
import type { Principal } from '../principal.ts';
import { uploadNotFound } from '../service/failures.ts';
import type { ServiceContext } from '../service/service-context.ts';
import type { Settlement } from '../settlement/settlement.ts';
import type { UploadClaims } from '../token/upload-claims.ts';
import { checkPolicyAgain } from './check-policy-again.ts';
import { endWithoutObject } from './end-without-object.ts';
import { judgeObject, refuseObject } from './judge-object.ts';
import { proveObject } from './object-proof.ts';

/** What came of storing an upload's object: it is there, or it never will be. */
export type StoreOutcome =
  | { readonly kind: 'stored'; readonly object: CompletedObject }
  | { readonly kind: 'given-up'; readonly error: UploadError };

/**
 * Ends an upload with its object, once: asks the policy, has the object stored, asks the owner, and
 * remembers. Whoever comes later, or at the same time, hears the same.
 *
 * @throws UploadError why the upload ended without an object, or what `store` threw: that ends nothing
 */
export async function concludeUpload(
  context: ServiceContext,
  principal: Principal,
  claims: UploadClaims,
  store: () => Promise<StoreOutcome>,
): Promise<CompletedObject> {
  const settlement = await context.settlements.settle(claims.nonce, async () => {
    const refusal = await checkPolicyAgain(context, principal, claims);
    if (refusal) return refuseObject(context, principal, claims, refusal);
    const outcome = await store();
    return outcome.kind === 'stored'
      ? judgeObject(context, principal, claims, outcome.object)
      : endWithoutObject(context, principal, claims, outcome.error);
  });
  await context.quotas.release(principal, claims.nonce, settlement.kind !== 'accepted');
  return objectOf(context, claims, settlement);
}

/**
 * The object that an upload ended with.
 *
 * @throws UploadError why there is none
 */
export async function objectOf(
  context: ServiceContext,
  claims: UploadClaims,
  settlement: Settlement,
): Promise<CompletedObject> {
  if (settlement.kind === 'accepted') return settlement.object;
  // Before each answer: whoever should have done it may have failed to.
  if (settlement.kind === 'refused') await discard(context, claims);
  throw UploadError.fromBody(settlement.error) ?? uploadNotFound();
}

/** Removes what S3 holds of an upload: its parts and its object, never another's. */
export async function discard(context: ServiceContext, claims: UploadClaims): Promise<void> {
  const { uploadId } = claims;
  if (uploadId !== undefined) await context.gateway.abort({ ...claims, uploadId });
  const proof = await proveObject(context, claims);
  if (proof.kind === 'proven') await context.gateway.delete(claims);
}
