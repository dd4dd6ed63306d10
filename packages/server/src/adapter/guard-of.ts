import type { Operation } from '../service/operation.ts';
import type { AdapterOptions } from './adapter-options.ts';

/**
 * Who decides about an operation's callers; `undefined` where the owner names no admins, and so has no
 * such route. Nobody becomes an admin by being a user.
 */
export function guardOf<Incoming>(
  { authorize, authorizeAdmin }: Pick<AdapterOptions<Incoming>, 'authorize' | 'authorizeAdmin'>,
  { caller }: Operation,
): AdapterOptions<Incoming>['authorize'] | undefined {
  return caller === 'admin' ? authorizeAdmin : authorize;
}
