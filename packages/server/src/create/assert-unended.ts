import { uploadEnded } from '../service/failures.ts';
import type { ServiceContext } from '../service/service-context.ts';
import type { Settlement } from '../settlement/settlement.ts';
import type { UploadClaims } from '../token/upload-claims.ts';

/** What {@link assertUnended} needs. */
export type AskStore = Pick<ServiceContext, 'settlements' | 'report'>;

/**
 * Checks that an upload has not ended yet.
 *
 * @throws UploadError `upload-ended` if it was completed, aborted or refused. `storage-unavailable` for a
 *   single PUT while the store is unreachable
 */
export async function assertUnended(context: AskStore, claims: UploadClaims): Promise<void> {
  if (await findEnd(context, claims)) throw uploadEnded();
}

/**
 * While the store is down, multipart uploads continue, because S3 rejects parts of an ended upload. A single PUT
 * must wait, because S3 would accept it and restore a refused or canceled object.
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
