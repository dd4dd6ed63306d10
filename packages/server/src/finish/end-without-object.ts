import type { UploadError } from '@slipway/protocol';
import type { Principal } from '../principal.ts';
import type { ServiceContext } from '../service/service-context.ts';
import { publicFacts } from '../service/service-event.ts';
import { type HookedAbort, hookedUpload } from '../service/upload-hooks.ts';
import type { Settlement } from '../settlement/settlement.ts';
import type { UploadClaims } from '../token/upload-claims.ts';

/** What calling `onAborted` needs. */
type OnAbortedContext = Pick<ServiceContext, 'hooks' | 'requestId' | 'report'>;

/** What ending an upload needs. */
export type EndContext = OnAbortedContext & Pick<ServiceContext, 'tell'>;

/**
 * Ends an upload that the browser canceled. With an error, one that S3 can never complete. Call it only
 * while settling.
 */
export async function endWithoutObject(
  context: EndContext,
  principal: Principal,
  claims: UploadClaims,
  error?: UploadError,
): Promise<Settlement> {
  const code = error?.code;
  await callOnAborted(context, principal, claims, code ?? 'canceled');
  context.tell({ type: 'upload-aborted', ...publicFacts(claims), code });
  return { kind: 'aborted', error: error?.toBody() };
}

/** Calls `onAborted`. The upload stays ended even if the hook throws. */
export async function callOnAborted(
  { hooks, requestId, report }: OnAbortedContext,
  principal: Principal,
  claims: UploadClaims,
  reason: HookedAbort['reason'],
): Promise<void> {
  try {
    await hooks.onAborted?.({ ...hookedUpload(claims, principal, requestId), reason });
  } catch (error) {
    report(error);
  }
}
