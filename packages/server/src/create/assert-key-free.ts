import { nameTaken } from '../service/failures.ts';
import type { ServiceContext } from '../service/service-context.ts';
import type { UploadClaims } from '../token/upload-claims.ts';

/**
 * Looks up the key of a single PUT, if the owner chose the key and the store knows no `If-None-Match`. Otherwise the PUT
 * would replace an object. An object that is written while the URL is valid is still replaced.
 *
 * @throws UploadError `name-taken` if there is an object
 */
export async function assertKeyFree(
  { gateway, overwrite, uniqueKeys }: Pick<ServiceContext, 'gateway' | 'overwrite' | 'uniqueKeys'>,
  claims: UploadClaims,
): Promise<void> {
  // Complete looks up the key of an upload of several parts.
  if (overwrite || uniqueKeys || claims.partCount > 1) return;
  const { conditionalWrites } = await gateway.readProfile(claims.bucket);
  if (conditionalWrites.put) return;
  if (await gateway.head(claims, claims.integrity)) throw nameTaken();
}
