import type { CompletedObject } from '@slipway/protocol';
import { NONCE_NAME } from '../object/metadata.ts';
import type { StoredObject } from '../s3/s3-gateway.ts';
import type { ServiceContext } from '../service/service-context.ts';
import type { UploadClaims } from '../token/upload-claims.ts';

/** What a proof needs. */
export type ProofContext = Pick<ServiceContext, 'gateway'>;

/** Whose object is stored under an upload's key. */
export type ObjectProof =
  /** This upload's own object, complete. */
  | { readonly kind: 'proven'; readonly object: CompletedObject; readonly stored: StoredObject }
  | { readonly kind: 'another' }
  | { readonly kind: 'none' };

/**
 * Asks S3 what is stored under the upload's key. Only an object with the upload's nonce and size
 * proves that the upload is completed.
 */
export async function proveObject(
  { gateway }: ProofContext,
  claims: UploadClaims,
): Promise<ObjectProof> {
  const stored = await gateway.head(claims, claims.integrity);
  if (!stored) return { kind: 'none' };
  if (!isOwn(stored, claims)) return { kind: 'another' };
  return { kind: 'proven', object: completedObject(claims, stored), stored };
}

/** Whether a stored object is this upload's, and not another one under the same key. */
export function isOwn(
  { metadata, size }: StoredObject,
  claims: Pick<UploadClaims, 'nonce' | 'size'>,
): boolean {
  return metadata[NONCE_NAME] === claims.nonce && size === claims.size;
}

/** The upload's object as browsers see it. */
export function completedObject(
  { objectKey, size, contentType }: UploadClaims,
  { etag, checksum, answer: { versionId } }: Pick<StoredObject, 'etag' | 'checksum' | 'answer'>,
): CompletedObject {
  return { objectKey, size, etag, contentType, checksum, versionId };
}

/** The outcome of an upload whose object is proven. */
export function storedBy({ object, stored }: Extract<ObjectProof, { readonly kind: 'proven' }>) {
  return { kind: 'stored', object, answer: stored.answer } as const;
}
