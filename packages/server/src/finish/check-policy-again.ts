import { checkFile, type UploadError } from '@slipway/protocol';
import type { Principal } from '../principal.ts';
import { checkIntegrity } from '../service/check-integrity.ts';
import type { ServiceContext } from '../service/service-context.ts';
import type { UploadClaims } from '../token/upload-claims.ts';

/** Why the policy as it is now refuses an upload that an earlier one allowed; `undefined` when it doesn't. */
export async function checkPolicyAgain(
  context: ServiceContext,
  principal: Principal,
  { file, size, integrity }: UploadClaims,
): Promise<UploadError | undefined> {
  const policy = await context.policyOf(principal);
  return checkFile(policy, { ...file, size }) ?? checkIntegrity(policy, integrity);
}
