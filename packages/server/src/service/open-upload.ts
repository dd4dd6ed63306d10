import { UploadError } from '@slipway/protocol';
import type { Principal } from '../principal.ts';
import type { UploadClaims } from '../token/upload-claims.ts';
import type { ServiceContext } from './service-context.ts';

/** What opening a token needs. */
export type OpenContext = Pick<ServiceContext, 'tokens' | 'bucket'>;

/**
 * Opens a token for its caller.
 *
 * @throws UploadError `token-invalid`, `token-expired`, or `forbidden` if it belongs to another caller
 */
export async function openUpload(
  { tokens, bucket }: OpenContext,
  principal: Principal,
  token: string,
): Promise<UploadClaims> {
  const claims = await tokens.open(token);
  if (claims.subject !== principal.subject || claims.tenant !== principal.tenant) {
    throw new UploadError('forbidden', { message: 'This upload belongs to somebody else.' });
  }
  // Routers of different buckets may share keys, but each token is valid for one bucket only.
  if (claims.bucket !== bucket) {
    throw new UploadError('token-invalid', {
      message: 'The upload is not known to this server. Start it anew.',
    });
  }
  return claims;
}
