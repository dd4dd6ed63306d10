import { type Integrity, UploadError, type UploadPolicy } from '@slipway/protocol';

/** Why a policy refuses an integrity mode, or `undefined` if it allows it. */
export function checkIntegrity(
  policy: UploadPolicy,
  integrity: Integrity,
): UploadError | undefined {
  if (policy.integrity === undefined || policy.integrity === integrity) return undefined;
  return new UploadError('invalid-request', {
    message: `Uploads here are protected by "${policy.integrity}", not by "${integrity}".`,
  });
}
