import type { UploadError, UploadToComplete } from '@slipway/protocol';
import type { MultipartAddress } from '../s3/s3-gateway.ts';
import {
  checksumMismatch,
  nameTaken,
  partsMissing,
  storageInDoubt,
  storageMisconfigured,
  uploadNotFound,
} from '../service/failures.ts';
import type { ServiceContext } from '../service/service-context.ts';
import type { UploadClaims } from '../token/upload-claims.ts';
import { completeOrFind } from './complete-or-find.ts';
import type { StoreOutcome } from './conclude-upload.ts';
import { completedObject, type ProofContext, proveObject, storedBy } from './object-proof.ts';
import { findWrongParts, lacksChecksums } from './verify-parts.ts';

/** What completing a multipart upload needs. */
export type CompleteMultipartContext = Pick<
  ServiceContext,
  'gateway' | 'overwrite' | 'report' | 'uniqueKeys' | 'wait'
>;

/** How often to list and complete in all. A part can arrive in between, and then S3 refuses the list. */
const ATTEMPTS = 2;

const NO_CHECKSUMS =
  'S3 lists the parts without their checksums, so this store keeps none. Use integrity "md5" or "none".';

/**
 * Completes a multipart upload. Idempotent. It succeeds only if S3 answers with an ETag, or if HeadObject
 * finds the object.
 */
export async function completeMultipart(
  context: CompleteMultipartContext,
  claims: UploadClaims & { readonly uploadId: string },
  request: UploadToComplete,
): Promise<StoreOutcome> {
  for (let attempt = 1; ; attempt += 1) {
    const parts = await context.gateway.listParts(claims, claims.integrity);
    if (!parts) return proveOrFail(context, claims, uploadNotFound());
    if (lacksChecksums(claims, parts)) throw storageMisconfigured(new Error(NO_CHECKSUMS));
    const wrong = findWrongParts(claims, parts, request.etags);
    if (wrong.length > 0) throw partsMissing(wrong);

    const { size, integrity, checksumType, ifMatch } = claims;
    const { overwrite, uniqueKeys } = context;
    if (!overwrite && !uniqueKeys) {
      // Ceph 16 ignores If-None-Match here. Checking first leaves a race, but covers the usual case.
      const proof = await proveObject(context, claims);
      if (proof.kind === 'proven') return storedBy(proof);
      if (proof.kind === 'another') return abandon(context, claims, nameTaken());
    }
    const { checksum } = request;
    const order = { parts, size, integrity, checksumType, checksum, overwrite, ifMatch };
    const outcome = await completeOrFind(context, claims, order);
    switch (outcome.kind) {
      case 'completed':
        return {
          kind: 'stored',
          object: completedObject(claims, outcome),
          answer: outcome.answer,
        };
      case 'proven':
        return storedBy(outcome);
      case 'name-taken':
        return proveOrAbandon(context, claims, nameTaken());
      case 'conflict':
        return proveOrAbandon(context, claims, uploadNotFound());
      case 'upload-not-found':
        return proveOrFail(context, claims, uploadNotFound());
      case 'checksum-mismatch':
        return proveOrFail(context, claims, checksumMismatch());
      case 'unsupported':
        return proveOrFail(context, claims, storageMisconfigured(unsupported(outcome.cause)));
      case 'in-doubt':
        return proveOrFail(context, claims, storageInDoubt(outcome.cause));
      case 'parts-refused':
        if (attempt < ATTEMPTS) continue;
        return proveOrFail(context, claims, storageInDoubt(new Error('S3 refuses listed parts.')));
    }
  }
}

/** Names the header, if the store does. */
function unsupported(cause: unknown): Error {
  const { Header: header = 'a header, maybe If-None-Match' } = Object(cause);
  return new Error(
    `The store does not know ${header} of CompleteMultipartUpload. Name the store with s3Store (S3_STORE): "slipway doctor" says which one.`,
    { cause },
  );
}

async function proveOrFail(
  context: ProofContext,
  claims: UploadClaims,
  failure: Error,
): Promise<StoreOutcome> {
  const proof = await proveObject(context, claims);
  if (proof.kind === 'proven') return storedBy(proof);
  throw failure;
}

/** For failures that no retry can fix. Aborts the upload, because unused parts cost money. */
async function proveOrAbandon(
  context: Pick<ServiceContext, 'gateway' | 'report'>,
  claims: UploadClaims & MultipartAddress,
  error: UploadError,
): Promise<StoreOutcome> {
  const proof = await proveObject(context, claims);
  if (proof.kind === 'proven') return storedBy(proof);
  return abandon(context, claims, error);
}

async function abandon(
  { gateway, report }: Pick<ServiceContext, 'gateway' | 'report'>,
  claims: UploadClaims & MultipartAddress,
  error: UploadError,
): Promise<StoreOutcome> {
  await gateway.abort(claims).catch(report);
  return { kind: 'given-up', error };
}
