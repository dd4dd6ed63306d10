import { UploadError } from '@slipway/protocol';
import { findTenantFault } from '../keys/object-key.ts';
import type { Principal } from '../principal.ts';
import { createInTime, DEFAULT_HOOK_SECONDS, OwnerTooSlow } from '../service/bound-hooks.ts';
import type { Exchange } from '../service/exchange.ts';
import { AUTHORIZE } from '../service/failure-log.ts';
import type { Operation } from '../service/operation.ts';
import type { AdapterOptions } from './adapter-options.ts';

/**
 * Returns the function that authorizes an operation's callers. `undefined` if the operation is for admins and the
 * owner names none. Admin routes never fall back to `authorize`, so a user cannot become an admin.
 */
export function guardOf<Incoming>(
  options: Pick<
    AdapterOptions<Incoming>,
    'authorize' | 'authorizeAdmin' | 'hookTimeoutSeconds' | 'tracing'
  >,
  { caller }: Operation,
): AdapterOptions<Incoming>['authorize'] | undefined {
  const name = caller === 'admin' ? 'authorizeAdmin' : 'authorize';
  const { [name]: authorize, hookTimeoutSeconds = DEFAULT_HOOK_SECONDS, tracing } = options;
  if (!authorize) return undefined;
  // It may ask another server, which may never answer.
  const inTime = createInTime(hookTimeoutSeconds, tracing);
  return (request) => inTime(name, () => authorize(request));
}

/**
 * Authorizes the caller of a request. Counts refused callers, after `authorize` ran: a caller with valid credentials
 * must not be refused because of others who share its address.
 *
 * @throws UploadError the one that `authorize` threw. `unauthorized` if it threw anything else, or if the tenant
 *   cannot name a folder. `rate-limited` if too many requests from the address were refused. `internal-error` if it
 *   took too long
 */
export async function identify<Incoming>(
  exchange: Exchange,
  authorize: AdapterOptions<Incoming>['authorize'],
  request: Incoming,
): Promise<Principal> {
  try {
    const principal = await authorize(request);
    assertTenant(principal);
    return principal;
  } catch (error) {
    if (!UploadError.is(error)) exchange.report(error, AUTHORIZE);
    // The caller may be known: the owner's function has not said anything yet.
    if (error instanceof OwnerTooSlow) {
      throw new UploadError('internal-error', {
        message: 'The server took too long to check who you are. Try again in a moment.',
      });
    }
    const refusal = UploadError.is(error)
      ? error
      : new UploadError('unauthorized', { message: 'Sign in to upload.' });
    await exchange.countRefusal(refusal);
    throw refusal;
  }
}

/** Runs before any route, because such a caller could create nothing. @throws TypeError that names the fault */
function assertTenant(principal: Partial<Principal> | undefined): void {
  const tenant = principal?.tenant;
  // JavaScript owners can return a tenant that is not a string. The service reports that later, as a server failure.
  const fault = typeof tenant === 'string' ? findTenantFault(tenant) : undefined;
  if (fault) {
    throw new TypeError(`authorize returned the tenant ${JSON.stringify(tenant)}, which ${fault}.`);
  }
}
