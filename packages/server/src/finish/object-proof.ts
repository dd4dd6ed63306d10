import type { CompletedObject } from '@slipway/protocol';
import { NONCE_NAME } from '../object/metadata.ts';
import type { StoredObject } from '../s3/s3-gateway.ts';
import type { ServiceContext } from '../service/service-context.ts';
import type { UploadClaims } from '../token/upload-claims.ts';

/** What stands under an upload's key. */
export type ObjectProof =
  /** The very object of this upload, whole. */
  | { readonly kind: 'proven'; readonly object: CompletedObject; readonly stored: StoredObject }
  | { readonly kind: 'another' }
  | { readonly kind: 'none' };

/**
 * Asks S3 what is stored under the upload's key. Only an object with the upload's nonce and size
 * proves that the upload is completed.
 */
export async function proveObject(
  { gateway }: Pick<ServiceContext, 'gateway'>,
  claims: UploadClaims,
): Promise<ObjectProof> {
  const stored = await gateway.head(claims, claims.integrity);
  if (!stored) return { kind: 'none' };
  if (stored.metadata[NONCE_NAME] !== claims.nonce || stored.size !== claims.size) {
    return { kind: 'another' };
  }
  return { kind: 'proven', object: completedObject(claims, stored), stored };
}

/** The upload's object as browsers are told of it. */
export function completedObject(
  { objectKey, size, contentType }: UploadClaims,
  { etag, checksum }: { readonly etag: string; readonly checksum?: string | undefined },
): CompletedObject {
  return { objectKey, size, etag, contentType, checksum };
}
