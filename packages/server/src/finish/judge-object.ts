import { UploadError } from '@slipway/protocol';
import type { Principal } from '../principal.ts';
import type { ServiceContext } from '../service/service-context.ts';
import { publicFacts } from '../service/service-event.ts';
import { type HookedCompletion, hookedUpload } from '../service/upload-hooks.ts';
import type { Settlement } from '../settlement/settlement.ts';
import type { UploadClaims } from '../token/upload-claims.ts';
import { callOnAborted, type EndContext } from './end-without-object.ts';

/**
 * Accepts a complete object, unless the owner's hook refuses it. Call it only while settling.
 *
 * @throws the error of `onCompleted`, unless it is a refusal. The upload stays open, so a retry is possible
 */
export async function judgeObject(
  context: EndContext,
  principal: Principal,
  claims: UploadClaims,
  { object, answer }: Pick<HookedCompletion, 'object' | 'answer'>,
): Promise<Settlement> {
  const { onCompleted } = context.hooks;
  try {
    await onCompleted?.({ ...hookedUpload(claims, principal, context.requestId), object, answer });
  } catch (error) {
    if (isRefusal(error)) return refusal(context, claims, error);
    throw error;
  }
  context.tell({ type: 'upload-completed', ...publicFacts(claims) });
  return { kind: 'accepted', object };
}

/** Refuses an object without asking the owner's hook. Call it only while settling. */
export async function refuseObject(
  context: EndContext,
  principal: Principal,
  claims: UploadClaims,
  error: UploadError,
): Promise<Settlement> {
  await callOnAborted(context, principal, claims, error.code);
  return refusal(context, claims, error);
}

function refusal(
  { tell }: Pick<ServiceContext, 'tell'>,
  claims: UploadClaims,
  error: UploadError,
): Settlement {
  tell({ type: 'upload-refused', ...publicFacts(claims), code: error.code });
  return { kind: 'refused', error: error.toBody() };
}

/** Only an error that a retry would repeat is a refusal. A hook whose database is down has decided nothing. */
function isRefusal(error: unknown): error is UploadError {
  return UploadError.is(error) && error.status >= 400 && !error.retryable;
}
