import { uploadEnded } from '../service/failures.ts';
import type { ServiceContext } from '../service/service-context.ts';
import type { Settlement } from '../settlement/settlement.ts';
import type { UploadClaims } from '../token/upload-claims.ts';

type Asking = Pick<ServiceContext, 'settlements' | 'report'>;

/**
 * Checks that an upload has not ended yet.
 *
 * @throws UploadError `upload-ended` when it was completed, aborted or refused; `storage-unavailable` for a single PUT
 *   when the store that knows cannot be reached
 */
export async function assertUnended(context: Asking, claims: UploadClaims): Promise<void> {
  if (await findEnd(context, claims)) throw uploadEnded();
}

/**
 * Without the store, parts go on: S3 takes none of a multipart upload that has ended. It would take a single PUT, and
 * so store again what was refused or canceled.
 */
async function findEnd(
  { settlements, report }: Asking,
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
