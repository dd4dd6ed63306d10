import type { Config } from '../config/config.ts';

/** The configured time limits for the store. */
export type StorageTimeouts = Pick<Config, 'storageTimeoutSeconds'>;

const CONNECTION_TIMEOUT_MS = 5_000;
/** A call waits for a free connection within the same time. One caller has 48 calls in flight at most. */
const MAX_SOCKETS = 256;

/**
 * Settings for the request handler of an S3 client, which makes connections of its own from them. One request may take half of a call's time, so that after a request
 * without a response there is time for another one over a new connection.
 */
export function requestTimeouts({ storageTimeoutSeconds }: StorageTimeouts) {
  return {
    httpAgent: { maxSockets: MAX_SOCKETS },
    httpsAgent: { maxSockets: MAX_SOCKETS },
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    requestTimeout: storageTimeoutSeconds * 500,
    // Without this, the SDK only logs a warning and keeps waiting.
    throwOnRequestTimeout: true,
  };
}
