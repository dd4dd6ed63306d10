import { z } from 'zod';
import * as value from './value-schemas.ts';
import { variableDocs } from './variable-docs.ts';

/** As the tokens of uploads live. */
const WEEK_SECONDS = 7 * 24 * 60 * 60;

// The value itself may hold a password, and so is never quoted.
const redisUrl = z.string().refine(isRedisUrl, {
  error:
    'is a URL such as redis://redis.example:6379/0; what is special in a password has to be percent-encoded.',
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

const sweepAge = value.wholeNumber.refine((seconds) => seconds >= WEEK_SECONDS, {
  error: `browsers can go on with an upload for ${WEEK_SECONDS} seconds; less would abort it under them.`,
});

/** The variables that say how much callers may do, and how replicas agree on it. */
export const limitVariables = {
  REDIS_URL: redisUrl.optional().register(variableDocs, {
    meaning:
      'Redis in which replicas share quotas, rates, hooks and sweeps: `redis://…` or `rediss://…`. Required for more than one replica.',
    unset: 'this process',
    secret: true,
  }),
  SLIPWAY_QUOTA_OPEN_UPLOADS: value.wholeNumber.optional().register(variableDocs, {
    meaning: 'The most unfinished uploads that one caller may have.',
    unset: 'no quota',
  }),
  SLIPWAY_QUOTA_BYTES_IN_FLIGHT: value.bytes.optional().register(variableDocs, {
    meaning: 'The most bytes in one caller’s unfinished uploads, such as `50GiB`.',
    unset: 'no quota',
  }),
  SLIPWAY_QUOTA_BYTES_PER_DAY: value.bytes.optional().register(variableDocs, {
    meaning: 'The most bytes that one caller may upload from midnight to midnight UTC.',
    unset: 'no quota',
  }),
  SLIPWAY_RATE_REQUESTS: rate(50).register(variableDocs, {
    meaning: 'Requests per second from one caller, or `off`.',
  }),
  SLIPWAY_RATE_UPLOADS: rate(1_000).register(variableDocs, {
    meaning: 'Uploads per second that one caller creates, completes or aborts, or `off`.',
  }),
  SLIPWAY_RATE_PARTS: rate(5_000).register(variableDocs, {
    meaning: 'Parts per second that are presigned for one caller, or `off`.',
  }),
  SLIPWAY_RATE_REFUSALS: rate(100).register(variableDocs, {
    meaning: 'Requests per minute without valid credentials from one address, or `off`.',
  }),
  SLIPWAY_RATE_ADDRESS: rate(6_000).register(variableDocs, {
    meaning:
      'Requests per minute from one address to pages and API together, or `off`. Many people can share an address.',
  }),
  SLIPWAY_SWEEP_AFTER_SECONDS: sweepAge.optional().register(variableDocs, {
    meaning:
      'Age at which an unfinished upload is aborted, at least `604800` (7 days). One of the replicas checks every hour. Needs `s3:ListBucketMultipartUploads`.',
    unset: 'never',
  }),
};

/** What the client takes: it would end the start with an error of its own, which could quote the password. */
function isRedisUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, pathname, username, password } = new URL(text);
  const canBeUrl = /^rediss?:$/.test(protocol) && hostname !== '' && /^(?:\/\d*)?$/.test(pathname);
  return canBeUrl && [username, password].every(isPercentEncoded);
}

function isPercentEncoded(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
