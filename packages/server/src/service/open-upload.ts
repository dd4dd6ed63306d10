import { UploadError } from '@slipway/protocol';
import type { Principal } from '../principal.ts';
import type { UploadClaims } from '../token/upload-claims.ts';
import type { ServiceContext } from './service-context.ts';

/**
 * Opens a token for its caller.
 *
 * @throws UploadError `token-invalid`, `token-expired`, or `forbidden` when it is another's
 */
export async function openUpload(
  { tokens, bucket }: Pick<ServiceContext, 'tokens' | 'bucket'>,
  principal: Principal,
  token: string,
): Promise<UploadClaims> {
  const claims = await tokens.open(token);
  if (claims.subject !== principal.subject || claims.tenant !== principal.tenant) {
    throw new UploadError('forbidden', { message: 'This upload belongs to somebody else.' });
  }
  // Keys may be shared between routers; what was granted for one bucket is not for another.
  if (claims.bucket !== bucket) {
    throw new UploadError('token-invalid', {
      message: 'The upload is not known to this server. Start it anew.',
    });
  }
  return claims;
}
