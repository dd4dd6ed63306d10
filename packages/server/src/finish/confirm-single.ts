import { CHECKSUMS, UploadError, type UploadToComplete } from '@slipway/protocol';
import { type StoredObject, UNSIGNED_HEADERS } from '../s3/s3-gateway.ts';
import { isSameEtag } from '../s3/same-etag.ts';
import { checksumMismatch, nameTaken, partsMissing } from '../service/failures.ts';
import type { ServiceContext } from '../service/service-context.ts';
import type { UploadClaims } from '../token/upload-claims.ts';
import type { StoreOutcome } from './conclude-upload.ts';
import { type ObjectProof, type ProofContext, proveObject, storedBy } from './object-proof.ts';

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
  if (etags.some((seen) => seen.partNumber !== 1 || !isSameEtag(seen.etag, etag)))
    throw partsMissing([1]);
  if (CHECKSUMS[claims.integrity]?.kept) {
    if (storedChecksum === undefined) {
      throw new UploadError('storage-misconfigured', {
        message: 'The storage keeps no checksums. Tell the operator of this site.',
      });
    }
    if (checksum !== undefined && checksum !== storedChecksum) throw checksumMismatch();
  }
  const error = findAddedHeader(claims, proof.stored);
  return error ? { kind: 'refused', error } : storedBy(proof);
}

/** The outcome for an object that no complete request confirmed: a single PUT gets the checks of Complete here. */
export async function confirmProven(
  context: ProofContext & Pick<ServiceContext, 'overwrite'>,
  claims: UploadClaims,
  proof: Extract<ObjectProof, { readonly kind: 'proven' }>,
): Promise<StoreOutcome> {
  return claims.uploadId === undefined ? confirmSingle(context, claims, {}) : storedBy(proof);
}

/**
 * Finds a header that the client added to its PUT, such as a `Content-Encoding` or a `Content-Disposition` that makes
 * browsers run the file. S3 stores these headers even if the URL does not sign them. A header that the owner chose is
 * signed, so it cannot differ.
 */
function findAddedHeader(
  { storedAs, contentDisposition }: UploadClaims,
  { headers }: StoredObject,
): UploadError | undefined {
  const chosen = { ...storedAs, contentDisposition };
  const added = UNSIGNED_HEADERS.find((name) => headers[name] && !chosen[name]);
  if (!added) return undefined;
  return new UploadError('forbidden', {
    message: `The file was sent with a header of its own (${added}). Send it with the headers of the presigned URL only.`,
  });
}
