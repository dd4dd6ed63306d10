import type { PolicyResponse } from '@slipway/protocol';
import type { Principal } from '../principal.ts';
import type { ServiceContext } from './service-context.ts';

/** The caller's policy, and where the storage is: without the latter where the storage cannot say so now. */
export async function showPolicy(
  { bucket, gateway, policyOf }: ServiceContext,
  principal: Principal,
): Promise<PolicyResponse> {
  const [policy, storageOrigins] = await Promise.all([
    policyOf(principal),
    gateway.getOrigins(bucket).catch(() => undefined), // Uploads will say what is wrong.
  ]);
  return storageOrigins ? { ...policy, storageOrigins } : policy;
}
