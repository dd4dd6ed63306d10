import { checkFile, UploadError, type UploadPolicy } from '@slipway/protocol';
import type { Principal } from '../principal.ts';
import type { ServiceContext } from '../service/service-context.ts';
import type { UploadClaims } from '../token/upload-claims.ts';
import { compareTypes, contradictsExtension } from '../type/compare-types.ts';
import { BYTES_TO_SEE, detectType } from '../type/detect-type.ts';
import { lacksProof } from '../type/wildcard-proof.ts';

/** What checking a type needs. */
export type VerifyTypeContext = Pick<ServiceContext, 'gateway' | 'policyOf' | 'verifyType'>;

/**
 * Checks an object's first bytes, if the owner turned that on. It refuses another kind of type than the file
 * claims. For the same kind, the policy decides about the detected type. If the policy names extensions, the bytes must also
 * fit the name. Otherwise a program could claim to be one, and pass as a picture by its name.
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
  const policy = await context.policyOf(principal);
  if (lacksProof(policy, { ...file, size }, seen)) return lyingType(seen.mime);
  if (namesExtensions(policy) && contradictsExtension(file.name, seen, known)) {
    // A JPEG may be called `.png` if both are allowed.
    const real = { name: `file.${seen.extension}`, type: seen.mime ?? '', size };
    if (seen.extension === undefined || checkFile(policy, real)) return misleadingName(seen.mime);
  }
  if (comparison === 'fits' || seen.mime === undefined) return undefined;
  return checkFile(policy, { ...file, size, type: seen.mime });
}

function namesExtensions({ accept = [], allowedExtensions = [] }: UploadPolicy): boolean {
  return allowedExtensions.length > 0 || accept.some((entry) => entry.trim().startsWith('.'));
}

function lyingType(mime: string | undefined): UploadError {
  return new UploadError('type-not-allowed', {
    message: `The file is not of the type that it claims: ${realType(mime)}.`,
  });
}

function misleadingName(mime: string | undefined): UploadError {
  return new UploadError('type-not-allowed', {
    message: `The file is not of the type that its name says: ${realType(mime)}.`,
  });
}

function realType(mime: string | undefined): string {
  return mime === undefined ? 'its contents are something else' : `it is ${mime}`;
}
