import { checkFile, UploadError } from '@slipway/protocol';
import type { Principal } from '../principal.ts';
import type { ServiceContext } from '../service/service-context.ts';
import type { UploadClaims } from '../token/upload-claims.ts';
import { compareTypes } from '../type/compare-types.ts';
import { BYTES_TO_SEE, detectType } from '../type/detect-type.ts';

/**
 * Looks at an object's first bytes, where the owner wants that. A type of another sort than claimed is
 * refused; one of the same sort when the policy would not have allowed it either.
 *
 * @returns why the object is refused; `undefined` when it isn't
 */
export async function verifyType(
  context: ServiceContext,
  principal: Principal,
  claims: UploadClaims,
): Promise<UploadError | undefined> {
  // Nothing can lie about nothing.
  if (!context.verifyType || claims.size === 0) return undefined;
  const start = await context.gateway.readStart(claims, BYTES_TO_SEE);
  const { seen, known } = await detectType(start);
  const { file, size } = claims;
  const comparison = compareTypes(file, seen, known);
  if (comparison === 'lies') return lyingType(seen.mime);
  if (comparison === 'fits' || seen.mime === undefined) return undefined;
  return checkFile(await context.policyOf(principal), { ...file, size, type: seen.mime });
}

function lyingType(mime: string | undefined): UploadError {
  const real = mime === undefined ? 'its contents are something else' : `it is ${mime}`;
  return new UploadError('type-not-allowed', {
    message: `The file is not of the type that it claims: ${real}.`,
  });
}
