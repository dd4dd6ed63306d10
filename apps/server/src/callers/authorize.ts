import { UploadError } from '@slipway/protocol';
import type { Principal } from '@slipway/server';
import { jwtVerify } from 'jose';

/** What is looked at in a request. */
interface BearerRequest {
  get(header: 'authorization'): string | undefined;
}

/**
 * Names callers by a bearer token: a JWT signed with HS256, whose `sub` is the caller and whose
 * `tenant`, where there is one, gets a folder of its own.
 */
export function createJwtAuthorize(
  secret: Uint8Array,
): (request: BearerRequest) => Promise<Principal> {
  return async (request) => {
    const [, token] = /^Bearer ([\w.-]+)$/i.exec(request.get('authorization') ?? '') ?? [];
    if (token === undefined) throw unauthorized('Send a bearer token to upload.');
    const { payload } = await jwtVerify(token, secret, {
      algorithms: ['HS256'],
      requiredClaims: ['sub'],
    }).catch(() => {
      throw unauthorized('The bearer token is not valid, or no longer.');
    });
    const { sub: subject = '', tenant } = payload;
    return typeof tenant === 'string' ? { subject, tenant } : { subject };
  };
}

/** Everybody who reaches a backend on loopback is its owner. */
export function authorizeLocal(): Principal {
  return { subject: 'local' };
}

function unauthorized(message: string): UploadError {
  return new UploadError('unauthorized', { message });
}
