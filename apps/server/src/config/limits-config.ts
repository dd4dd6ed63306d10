import type { Quotas, RateLimits } from '@slipway/server';
import type { Environment } from './environment-schema.ts';

/** How much callers may do. */
export interface LimitsConfig {
  /** @defaultValue none: this process keeps count for itself */
  readonly redisUrl: string | undefined;
  readonly quotas: Quotas | undefined;
  readonly rateLimits: RateLimits;
  /** Most requests from one address in a minute. */
  readonly addressRate: number | false;
  /** @defaultValue nothing is swept */
  readonly sweepAfterSeconds: number | undefined;
}

/** What the environment says of limits. */
export function toLimitsConfig(env: Environment): LimitsConfig {
  const quotas = {
    openUploads: env.SLIPWAY_QUOTA_OPEN_UPLOADS,
    bytesInFlight: env.SLIPWAY_QUOTA_BYTES_IN_FLIGHT,
    bytesPerDay: env.SLIPWAY_QUOTA_BYTES_PER_DAY,
  };
  return {
    redisUrl: env.REDIS_URL,
    quotas: Object.values(quotas).some((quota) => quota !== undefined) ? quotas : undefined,
    rateLimits: {
      requests: perSeconds(env.SLIPWAY_RATE_REQUESTS, 1),
      uploads: perSeconds(env.SLIPWAY_RATE_UPLOADS, 1),
      parts: perSeconds(env.SLIPWAY_RATE_PARTS, 1),
      refusals: perSeconds(env.SLIPWAY_RATE_REFUSALS, 60),
    },
    addressRate: env.SLIPWAY_RATE_ADDRESS,
    sweepAfterSeconds: env.SLIPWAY_SWEEP_AFTER_SECONDS,
  };
}

function perSeconds(limit: number | false, windowSeconds: number) {
  return limit === false ? limit : { limit, windowSeconds };
}
