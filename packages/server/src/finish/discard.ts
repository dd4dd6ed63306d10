import type { ServiceContext } from '../service/service-context.ts';
import type { UploadClaims } from '../token/upload-claims.ts';
import { proveObject } from './object-proof.ts';

/** What removing an upload from S3 needs. */
export type DiscardContext = Pick<ServiceContext, 'gateway'>;

/** Removes an upload's parts and its object from S3, and never another upload's object. */
export async function discard(context: DiscardContext, claims: UploadClaims): Promise<void> {
  const { uploadId } = claims;
  if (uploadId !== undefined) await context.gateway.abort({ ...claims, uploadId });
  const proof = await proveObject(context, claims);
  if (proof.kind === 'proven') await context.gateway.delete(claims);
}
