import { uploadEnded } from '../service/failures.ts';
import type { ServiceContext } from '../service/service-context.ts';
import type { Settlement } from '../settlement/settlement.ts';
import type { UploadClaims } from '../token/upload-claims.ts';

/** Asks how uploads ended, and reports when no answer comes. */
export type AskStore = Pick<ServiceContext, 'settlements' | 'report'>;

/**
 * Checks that an upload has not ended yet.
 *
 * @throws UploadError `upload-ended` when it was completed, aborted or refused; `storage-unavailable` for a single PUT
 *   when the store that knows cannot be reached
 */
export async function assertUnended(context: AskStore, claims: UploadClaims): Promise<void> {
  if (await findEnd(context, claims)) throw uploadEnded();
}

/**
 * While the store is down, parts continue: S3 accepts none for a multipart upload that has ended. It would accept a
 * single PUT, and so restore an object that was refused or canceled.
 */
async function findEnd(
  { settlements, report }: AskStore,
  { nonce, uploadId }: UploadClaims,
): Promise<Settlement | undefined> {
  try {
    return await settlements.find(nonce);
  } catch (error) {
    if (uploadId === undefined) throw error;
    report(error);
    return undefined;
  }
}
