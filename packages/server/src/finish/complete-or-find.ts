import type { CompleteOutcome, MultipartAddress, MultipartToComplete } from '../s3/s3-gateway.ts';
import type { ServiceContext } from '../service/service-context.ts';
import type { UploadClaims } from '../token/upload-claims.ts';
import { type ObjectProof, proveObject } from './object-proof.ts';

/** How long S3 may be silent over Complete before the backend looks for the object, in milliseconds. */
const LOOK_EVERY_MS = 10_000;

/** The upload's object, found before S3 answered Complete. */
type Found = Extract<ObjectProof, { readonly kind: 'proven' }>;

/**
 * Sends Complete. S3 can take minutes over it, or carry it out and never answer. So while S3 is silent, this looks for the
 * object now and then, and stops waiting once the object proves to be this upload's.
 */
export async function completeOrFind(
  context: Pick<ServiceContext, 'gateway' | 'wait'>,
  claims: UploadClaims & MultipartAddress,
  order: MultipartToComplete,
): Promise<CompleteOutcome | Found> {
  const end = new AbortController();
  const { signal } = end;
  try {
    return await Promise.race([
      context.gateway.complete(claims, order, signal),
      findWhileSilent(context, claims, signal),
    ]);
  } finally {
    end.abort();
  }
}

/** Never settles without the object: then the answer to Complete decides. */
async function findWhileSilent(
  { gateway, wait }: Pick<ServiceContext, 'gateway' | 'wait'>,
  claims: UploadClaims,
  signal: AbortSignal,
): Promise<Found> {
  for (;;) {
    await wait(LOOK_EVERY_MS, signal);
    if (signal.aborted) return new Promise(() => {});
    // A store that does not answer this either is reported by Complete.
    const proof = await proveObject({ gateway }, claims).catch(() => undefined);
    if (proof?.kind === 'proven') return proof;
  }
}
