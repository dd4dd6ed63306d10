import { UploadError } from '@slipway/protocol';
import { findTenantFault } from '../keys/object-key.ts';
import type { Principal } from '../principal.ts';
import type { Exchange } from '../service/exchange.ts';
import type { Operation } from '../service/operation.ts';
import type { AdapterOptions } from './adapter-options.ts';

/**
 * The function that authorizes an operation's callers. `undefined` if the owner names no admins: then the admin routes
 * do not exist. Admin routes never fall back to `authorize`, so a user is not an admin.
 */
export function guardOf<Incoming>(
  { authorize, authorizeAdmin }: Pick<AdapterOptions<Incoming>, 'authorize' | 'authorizeAdmin'>,
  { caller }: Operation,
): AdapterOptions<Incoming>['authorize'] | undefined {
  return caller === 'admin' ? authorizeAdmin : authorize;
}

/**
 * Authorizes the caller of a request.
 *
 * @throws UploadError as `authorize` threw it; `unauthorized` for anything else that it throws, and for a tenant that
 *   cannot name a folder
 */
export async function identify<Incoming>(
  exchange: Exchange,
  authorize: AdapterOptions<Incoming>['authorize'],
  request: Incoming,
): Promise<Principal> {
  await exchange.admit();
  try {
    const principal = await authorize(request);
    assertTenant(principal);
    return principal;
  } catch (error) {
    await exchange.countRefusal();
    if (UploadError.is(error)) throw error;
    exchange.report(error, 'authorize');
    throw new UploadError('unauthorized', { message: 'Sign in to upload.' });
  }
}

/** Checked before any route, because such a caller could create nothing. @throws TypeError saying what is wrong */
function assertTenant(principal: Partial<Principal> | undefined): void {
  const tenant = principal?.tenant;
  // Owners without types can return anything; that is a failure of the server, not of the caller.
  const fault = typeof tenant === 'string' ? findTenantFault(tenant) : undefined;
  if (fault) {
    throw new TypeError(`authorize returned the tenant ${JSON.stringify(tenant)}, which ${fault}.`);
  }
}
