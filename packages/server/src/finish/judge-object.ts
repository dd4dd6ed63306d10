import { type CompletedObject, UploadError } from '@slipway/protocol';
import type { Principal } from '../principal.ts';
import type { ServiceContext } from '../service/service-context.ts';
import { publicFacts } from '../service/service-event.ts';
import { hookedUpload } from '../service/upload-hooks.ts';
import type { Settlement } from '../settlement/settlement.ts';
import type { UploadClaims } from '../token/upload-claims.ts';
import { callOnAborted } from './end-without-object.ts';
import { verifyType } from './verify-type.ts';

/**
 * Decides whether an object that is whole is wanted. Only to be called while settling.
 *
 * @throws what `onCompleted` threw, unless that refuses the object: then nothing is decided
 */
export async function judgeObject(
  context: ServiceContext,
  principal: Principal,
  claims: UploadClaims,
  object: CompletedObject,
): Promise<Settlement> {
  const lie = await verifyType(context, principal, claims);
  if (lie) return refuseObject(context, principal, claims, lie);
  const { onCompleted } = context.hooks;
  try {
    await onCompleted?.({ ...hookedUpload(claims, principal, context.requestId), object });
  } catch (error) {
    if (isRefusal(error)) return refusal(context, claims, error);
    throw error;
  }
  context.tell({ type: 'upload-completed', ...publicFacts(claims) });
  return { kind: 'accepted', object };
}

/** What the server by itself does not want. Only to be called while settling. */
export async function refuseObject(
  context: ServiceContext,
  principal: Principal,
  claims: UploadClaims,
  error: UploadError,
): Promise<Settlement> {
  await callOnAborted(context, principal, claims, error.code);
  return refusal(context, claims, error);
}

function refusal(context: ServiceContext, claims: UploadClaims, error: UploadError): Settlement {
  context.tell({ type: 'upload-refused', ...publicFacts(claims), code: error.code });
  return { kind: 'refused', error: error.toBody() };
}

/** A hook whose database is down has decided nothing: only what no repetition changes is a refusal. */
function isRefusal(error: unknown): error is UploadError {
  return UploadError.is(error) && error.status >= 400 && !error.retryable;
}
