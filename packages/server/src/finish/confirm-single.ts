import { CHECKSUMS, UploadError, type UploadToComplete } from '@slipway/protocol';
import { checksumMismatch, nameTaken, partsMissing } from '../service/failures.ts';
import type { ServiceContext } from '../service/service-context.ts';
import type { UploadClaims } from '../token/upload-claims.ts';
import type { StoreOutcome } from './conclude-upload.ts';
import { type ProofContext, proveObject } from './object-proof.ts';

/**
 * Proves the object of a single PUT. S3 needs no complete request: it stores the object with the PUT.
 *
 * @throws UploadError `parts-missing` if S3 has no object under the key, or another one than the browser sent
 */
export async function confirmSingle(
  context: ProofContext & Pick<ServiceContext, 'overwrite'>,
  claims: UploadClaims,
  { etags = [], checksum }: Omit<UploadToComplete, 'token'>,
): Promise<StoreOutcome> {
  const proof = await proveObject(context, claims);
  if (proof.kind === 'another' && !context.overwrite) throw nameTaken();
  if (proof.kind !== 'proven') throw partsMissing([1]);
  const { etag, checksum: storedChecksum } = proof.stored;
  if (etags.some((seen) => seen.partNumber !== 1 || seen.etag !== etag)) throw partsMissing([1]);
  if (CHECKSUMS[claims.integrity]?.kept) {
    if (storedChecksum === undefined) {
      throw new UploadError('storage-misconfigured', {
        message: 'The storage keeps no checksums. Tell the operator of this site.',
      });
    }
    if (checksum !== undefined && checksum !== storedChecksum) throw checksumMismatch();
  }
  return { kind: 'stored', object: proof.object };
}
