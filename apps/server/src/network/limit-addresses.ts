import type { SharedStore } from '@slipway/server/express';
import type { RequestHandler } from 'express';
import { type ClientRateLimitInfo, rateLimit, type Store } from 'express-rate-limit';

const MINUTE_MS = 60_000;
/** As if this request were the first one. */
const UNCOUNTED: ClientRateLimitInfo = { totalHits: 1, resetTime: undefined };
/**
 * After a failure, how long the store is not asked again, so that pages do not wait for it each
 * time.
 */
const STORE_PAUSE_MS = 5_000;

/**
 * Refuses addresses that send more than `limit` requests a minute, whatever the path. An IPv6 /56
 * network counts as one address. This limit counts requests. The upload router has its own limits
 * for identified callers: it counts uploads and parts. While the store is down, the backend refuses
 * no address.
 */
export function limitAddresses(limit: number, store: SharedStore): RequestHandler {
  return rateLimit({
    limit,
    windowMs: MINUTE_MS,
    store: countsIn(store),
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    // Headers of a proxy that is not trusted are ignored on purpose. The backend's own log warns of them.
    validate: { forwardedHeader: false, xForwardedForHeader: false },
    message: {
      error: { code: 'rate-limited', message: 'Too many requests from this address. Try later.' },
    },
  });
}

/** Counts in the store that replicas share. Failures of the store are logged elsewhere. */
function countsIn(store: SharedStore): Store {
  let restsUntil = 0;
  const count = async (address: string, amount: number): Promise<ClientRateLimitInfo> => {
    if (performance.now() < restsUntil) return UNCOUNTED;
    try {
      const { total, endsInMs } = await store.count(`rate/addresses/${address}`, amount, MINUTE_MS);
      return { totalHits: total, resetTime: new Date(Date.now() + endsInMs) };
    } catch {
      restsUntil = performance.now() + STORE_PAUSE_MS;
      return UNCOUNTED;
    }
  };
  return {
    increment: (address) => count(address, 1),
    async decrement(address) {
      await count(address, -1);
    },
    resetKey() {
      throw new Error('Counts expire on their own.');
    },
  };
}
