import { UploadError } from '@slipway/protocol';
import { type Clock, DAY_MS, SYSTEM_CLOCK } from '../clock.ts';
import type { Principal } from '../principal.ts';
import { createMemoryStore } from '../store/memory-store.ts';
import type { Count, SharedStore } from '../store/shared-store.ts';
import { clientNetwork } from './client-network.ts';
import { accountOf } from './quotas.ts';

/** How much is allowed in a window of time. */
export interface RateLimit {
  readonly limit: number;
  /** A window starts with the first request. The first request after its end starts the next one. */
  readonly windowSeconds: number;
}

/** How often the API may be called. `false` turns a limit off. */
export interface RateLimits {
  /** Requests of one caller. @defaultValue 50 a second */
  readonly requests?: RateLimit | false | undefined;
  /**
   * Uploads that one caller creates, completes or aborts. Each one costs calls to S3, even within a batch.
   * @defaultValue 1,000 a second
   */
  readonly uploads?: RateLimit | false | undefined;
  /**
   * Parts that one caller has presigned. Each upload in a presign request counts as 10 parts more, because its token is
   * opened. @defaultValue 5,000 a second
   */
  readonly parts?: RateLimit | false | undefined;
  /**
   * Requests with missing or wrong credentials from one address, or from one /64 network of IPv6. Beyond the
   * limit, such requests get 429 instead of 401 or 403. A request with valid credentials is never refused, because
   * many callers can share the address of a proxy. A failure of the server, such as an identity provider that is
   * down, does not count.
   *
   * @defaultValue 100 a minute
   */
  readonly refusals?: RateLimit | false | undefined;
}

/** What a request costs, per kind of limit. */
export interface RequestCost {
  readonly uploads: number;
  readonly parts: number;
}

/** Refuses callers that call too often. */
export interface RateLimiter {
  /**
   * Counts a request if an error says that its credentials were refused.
   *
   * @throws UploadError `rate-limited` if too many recent requests from this address were refused
   */
  countRefusal(address: string | undefined, error: unknown, report: Report): Promise<void>;
  /** Counts a request, before its body is read. @throws UploadError `rate-limited`, with the time to wait */
  takeRequest(principal: Principal, report: Report): Promise<void>;
  /** Counts the items of a request. @throws UploadError `rate-limited`, with the time to wait */
  takeItems(principal: Principal, cost: RequestCost, report: Report): Promise<void>;
}

/** Called if the store is unreachable. */
export type Report = (error: unknown) => void;

/** What {@link createRateLimiter} needs. */
export interface RateLimiterOptions {
  readonly rateLimits: RateLimits | false | undefined;
  readonly store: SharedStore;
  readonly clock: Clock;
}

const DEFAULTS = {
  requests: { limit: 50, windowSeconds: 1 },
  uploads: { limit: 1_000, windowSeconds: 1 },
  parts: { limit: 5_000, windowSeconds: 1 },
  refusals: { limit: 100, windowSeconds: 60 },
} as const satisfies Required<RateLimits>;

/** After a failure, the limiter does not call the store for this long. */
const STORE_PAUSE_MS = 5_000;

/**
 * Counts in a store. While the store is unreachable, each replica counts on its own, so that uploads in
 * flight continue.
 *
 * @throws TypeError for invalid or unknown limits
 */
export function createRateLimiter(options: RateLimiterOptions): RateLimiter {
  const { rateLimits = {}, store, clock } = options;
  if (rateLimits === false) return UNLIMITED;
  const limits = withDefaults(rateLimits);
  for (const [name, limit] of Object.entries(limits)) assertRateLimit(name, limit);
  const own = createMemoryStore({ now: () => clock.now() });
  let storeRestsUntil = Number.NEGATIVE_INFINITY;

  async function count(
    report: Report,
    key: string,
    amount: number,
    windowMs: number,
  ): Promise<Count> {
    if (clock.monotonic() >= storeRestsUntil) {
      try {
        return await store.count(key, amount, windowMs);
      } catch (error) {
        // Concurrent requests fail together. Only the first one reports.
        if (clock.monotonic() >= storeRestsUntil) report(error);
        storeRestsUntil = clock.monotonic() + STORE_PAUSE_MS;
      }
    }
    return own.count(key, amount, windowMs);
  }

  /** A batch passes if any room is left. Otherwise a batch larger than the limit could never pass. */
  async function takeOf(
    report: Report,
    limit: RateLimit | false,
    key: string,
    amount: number,
  ): Promise<void> {
    if (!limit || amount === 0) return;
    const { total, endsInMs } = await count(report, key, amount, limit.windowSeconds * 1_000);
    if (total - amount >= limit.limit) throw rateLimited(endsInMs);
  }

  return {
    async countRefusal(address, error, report) {
      if (address === undefined || !isRefusal(error)) return;
      await takeOf(report, limits.refusals, `rate/refusals/${clientNetwork(address)}`, 1);
    },
    async takeRequest(principal, report) {
      await takeOf(report, limits.requests, `rate/requests/${accountOf(principal)}`, 1);
    },
    async takeItems(principal, { uploads, parts }, report) {
      const account = accountOf(principal);
      await Promise.all([
        takeOf(report, limits.uploads, `rate/uploads/${account}`, uploads),
        takeOf(report, limits.parts, `rate/parts/${account}`, parts),
      ]);
    },
  };
}

/** What {@link createRefusalLimit} needs. */
export interface RefusalLimitOptions {
  /** The same as the upload router's. */
  readonly rateLimits?: RateLimits | false | undefined;
  /** The same as the upload router's, so that both count together. */
  readonly store: SharedStore;
  /** Called if the store is unreachable. */
  readonly onError: (error: unknown) => void;
}

/**
 * Counts refused requests of your own routes under the upload router's limit {@link RateLimits.refusals}. If your
 * `authorize` fails, call the function with the client's address and the error. Only an `UploadError` of status 401 or 403
 * counts. A failure of the server says nothing about the credentials.
 *
 * @throws TypeError for invalid or unknown limits. The function throws `UploadError('rate-limited')` beyond the limit
 */
export function createRefusalLimit({
  rateLimits,
  store,
  onError,
}: RefusalLimitOptions): (address: string | undefined, error: unknown) => Promise<void> {
  const limiter = createRateLimiter({ rateLimits, store, clock: SYSTEM_CLOCK });
  return (address, error) => limiter.countRefusal(address, error, onError);
}

/** Statuses of refused credentials. Any other, such as 503, says nothing about the credentials. */
function isRefusal(error: unknown): boolean {
  return UploadError.is(error) && (error.status === 401 || error.status === 403);
}

const UNLIMITED: RateLimiter = {
  countRefusal: async () => {},
  takeRequest: async () => {},
  takeItems: async () => {},
};

function rateLimited(retryAfterMs: number): UploadError {
  return new UploadError('rate-limited', {
    message: `Too many requests. Try again in ${Math.ceil(retryAfterMs / 1_000)} s.`,
    retryAfterMs,
  });
}

function withDefaults(limits: RateLimits) {
  const { requests, uploads, parts, refusals, ...unknown } = limits;
  const [name] = Object.keys(unknown);
  if (name !== undefined) throw new TypeError(`rateLimits: ${name} is not a known limit.`);
  return {
    requests: requests ?? DEFAULTS.requests,
    uploads: uploads ?? DEFAULTS.uploads,
    parts: parts ?? DEFAULTS.parts,
    refusals: refusals ?? DEFAULTS.refusals,
  };
}

function assertRateLimit(name: string, value: RateLimit | false): void {
  if (value === false) return;
  const { limit, windowSeconds } = value;
  if (
    Number.isSafeInteger(limit) &&
    limit >= 1 &&
    windowSeconds > 0 &&
    windowSeconds * 1_000 <= DAY_MS
  ) {
    return;
  }
  throw new TypeError(
    `rateLimits: ${name} needs a limit of at least 1, and a window of at most 86,400 seconds.`,
  );
}
