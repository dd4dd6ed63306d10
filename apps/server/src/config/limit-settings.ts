import { z } from 'zod';
import { setting } from './setting.ts';
import * as value from './value-schemas.ts';

// No message quotes the value, because it may hold a password.
const redisUrl = z.string().refine(isRedisUrl, {
  error:
    'is a URL such as redis://redis.example:6379/0. Percent-encode special characters in the password.',
});

/** A limit, or `off`. */
const rate = (fallback: number) =>
  z
    .string()
    .default(String(fallback))
    .refine((text) => text === 'off' || /^[1-9]\d{0,8}$/.test(text), {
      error: 'is a whole number from 1, or off.',
    })
    .transform((text) => (text === 'off' ? false : Number(text)));

/** A limit for a window of `windowSeconds` seconds, or `off`. */
const ratePer = (windowSeconds: number, fallback: number) =>
  rate(fallback).transform((limit) => (limit === false ? limit : { limit, windowSeconds }));

/** Limits for callers, and the store in which replicas share the counts. */
export const limitSettings = {
  redisUrl: setting('REDIS_URL', redisUrl.optional(), {
    meaning:
      'Redis in which replicas share quotas, rates, hooks and sweeps: `redis://…` or `rediss://…`. Required for more than one replica.',
    unset: 'this process',
    secret: true,
  }),
  redisPassword: setting('REDIS_PASSWORD', z.string().optional(), {
    meaning: 'Password of that Redis, instead of one in `REDIS_URL`.',
    secret: true,
  }),
  quotas: {
    openUploads: setting('SLIPWAY_QUOTA_OPEN_UPLOADS', value.wholeNumber.optional(), {
      meaning: 'The most unfinished uploads that one caller may have.',
      unset: 'no quota',
    }),
    bytesInFlight: setting('SLIPWAY_QUOTA_BYTES_IN_FLIGHT', value.bytes.optional(), {
      meaning: 'The most bytes in one caller’s unfinished uploads, such as `50GiB`.',
      unset: 'no quota',
    }),
    bytesPerDay: setting('SLIPWAY_QUOTA_BYTES_PER_DAY', value.bytes.optional(), {
      meaning: 'The most bytes that one caller may upload from midnight to midnight UTC.',
      unset: 'no quota',
    }),
  },
  rateLimits: {
    requests: setting('SLIPWAY_RATE_REQUESTS', ratePer(1, 50), {
      meaning: 'Requests per second from one caller, or `off`.',
    }),
    uploads: setting('SLIPWAY_RATE_UPLOADS', ratePer(1, 1_000), {
      meaning: 'Uploads per second that one caller creates, completes or aborts, or `off`.',
    }),
    parts: setting('SLIPWAY_RATE_PARTS', ratePer(1, 5_000), {
      meaning: 'Parts per second that are presigned for one caller, or `off`.',
    }),
    refusals: setting('SLIPWAY_RATE_REFUSALS', ratePer(60, 100), {
      meaning:
        'Requests per minute without valid credentials from one address, or `off`. More get 429. Callers with valid credentials are served.',
    }),
  },
  addressRate: setting('SLIPWAY_RATE_ADDRESS', rate(6_000), {
    meaning:
      'Requests per minute from one address to pages and API together, or `off`. Many people can share an address.',
  }),
  sweepAfterSeconds: setting('SLIPWAY_SWEEP_AFTER_SECONDS', value.wholeNumber.optional(), {
    meaning:
      'Age at which an unfinished upload is aborted, at least `SLIPWAY_UPLOAD_LIFETIME_SECONDS`. One of the replicas checks every hour, or after that age if it is less than an hour. Needs `s3:ListBucketMultipartUploads`.',
    unset: 'never',
  }),
};

/** Rejects what the client would reject: its own error would stop the start and could quote the password. */
function isRedisUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  const { protocol, hostname, pathname } = url;
  const canBeUrl = /^rediss?:$/.test(protocol) && hostname !== '' && /^(?:\/\d*)?$/.test(pathname);
  return canBeUrl && value.hasCleanCredentials(url);
}
