import { createRemoteJWKSet, errors, type JWTVerifyGetKey } from 'jose';

const TIMEOUT_MS = 5_000;
/** Age at which keys are fetched again, so that a withdrawn key stops working. */
const MAX_AGE_MS = 10 * 60 * 1_000;
/**
 * After a fetch, how long an unknown key or a failure does not cause another one. Otherwise anyone could make this
 * backend flood the identity provider, with tokens that name keys at random.
 */
const COOLDOWN_MS = 30_000;
/** The same, as long as there are no keys at all and no caller can be served. */
const FIRST_COOLDOWN_MS = 1_000;

/**
 * Returns the public keys of an identity provider. While the provider is down, the keys from its last response stay
 * valid, so that callers with tokens of these keys are served.
 *
 * @param now milliseconds, for the ages of the keys
 */
export function createKeyServer(
  url: string,
  now: () => number = () => performance.now(),
): JWTVerifyGetKey {
  // This function alone decides when to fetch: the set's own rules refuse all callers when a fetch fails.
  const keys = createRemoteJWKSet(new URL(url), {
    timeoutDuration: TIMEOUT_MS,
    cacheMaxAge: Number.POSITIVE_INFINITY,
    cooldownDuration: Number.POSITIVE_INFINITY,
  });
  let fetchedAt = Number.NEGATIVE_INFINITY;
  let attemptedAt = Number.NEGATIVE_INFINITY;
  let failure: unknown;
  let fetching: Promise<void> | undefined;

  async function fetchKeys(): Promise<void> {
    attemptedAt = now();
    try {
      await keys.reload();
      fetchedAt = now();
      failure = undefined;
    } catch (error) {
      failure = error;
    }
  }

  /** Fetches the keys, unless they were fetched just now. Concurrent callers share one request. */
  async function refresh(): Promise<void> {
    const cooldownMs = keys.jwks() ? COOLDOWN_MS : FIRST_COOLDOWN_MS;
    if (!fetching && now() - attemptedAt >= cooldownMs) {
      fetching = fetchKeys().finally(() => {
        fetching = undefined;
      });
    }
    await fetching;
  }

  return async (header, token) => {
    if (!keys.jwks()) {
      await refresh();
      if (!keys.jwks()) throw failure;
    } else if (now() - fetchedAt >= MAX_AGE_MS) {
      const refreshing = refresh();
      // A provider that failed last time may be silent. Callers with known keys do not wait for it.
      if (failure === undefined) await refreshing;
    }
    try {
      return await keys(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      await refresh();
      // While the provider is down, the key may be a new one.
      return keys(header, token).catch((unknown) => {
        throw failure ?? unknown;
      });
    }
  };
}
