import { checkFile, UploadError } from '@slipway/protocol';
import type { Principal } from '../principal.ts';
import type { ServiceContext } from '../service/service-context.ts';
import type { UploadClaims } from '../token/upload-claims.ts';
import { compareTypes } from '../type/compare-types.ts';
import { BYTES_TO_SEE, detectType } from '../type/detect-type.ts';

/** What checking a type needs. */
export type VerifyTypeContext = Pick<ServiceContext, 'gateway' | 'policyOf' | 'verifyType'>;

/**
 * Checks an object's first bytes, if the owner turned that on. It refuses another kind of type than the file
 * claims. For the same kind, the policy decides about the detected type.
 *
 * @returns why the object is refused, or `undefined`
 */
export async function verifyType(
  context: VerifyTypeContext,
  principal: Principal,
  claims: UploadClaims,
): Promise<UploadError | undefined> {
  // An empty file has no bytes to check.
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
