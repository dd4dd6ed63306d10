import { delay } from '../clock.ts';
import type { ServiceContext } from '../service/service-context.ts';
import { startLease } from '../settlement/lease.ts';
import type { UploadClaims } from '../token/upload-claims.ts';

/** What claiming a creation needs. */
export type CreationContext = Pick<
  ServiceContext,
  'clock' | 'report' | 'store' | 'uploadLifetimeMs'
>;

/** How long after the death of a replica another device can resume what it was creating. */
const CLAIM_MS = 30_000;

/**
 * The exclusive right to create an upload that other devices can find on S3. It lasts until the owner's hook has ended, so no
 * device gets an upload that may still be rolled back, and no two requests call the hook at once.
 */
export interface Creation {
  /** Records that the upload is created: other devices may resume it. */
  finish(): Promise<void>;
  /** Whether this request still has the claim, so that no other one can have finished the creation. */
  isHeld(): Promise<boolean>;
  end(): Promise<void>;
}

/** Claims the creation of an upload. `undefined` if another request has the claim. */
export async function claimCreation(
  context: CreationContext,
  claims: UploadClaims,
): Promise<Creation | undefined> {
  const { store, clock, report, uploadLifetimeMs } = context;
  const takenAt = clock.monotonic();
  const claim = await store.claim(`creating/${claims.nonce}`, CLAIM_MS);
  if (!claim) return undefined;
  const lease = startLease(claim, takenAt, {
    claimMs: CLAIM_MS,
    monotonic: () => clock.monotonic(),
    wait: delay,
    report,
  });
  return {
    finish: () => store.set(createdKey(claims), '', uploadLifetimeMs).catch(report),
    isHeld: () =>
      lease.assertHeld().then(
        () => true,
        () => false,
      ),
    end: () => lease.end(),
  };
}

/** Whether the store knows that an upload is created, its hook included. */
export async function isCreated(
  { store }: Pick<ServiceContext, 'store'>,
  claims: UploadClaims,
): Promise<boolean> {
  return (await store.get(createdKey(claims))) !== undefined;
}

function createdKey({ nonce }: UploadClaims): string {
  return `created/${nonce}`;
}
